//! A request as a plugin reads it.

use abi_stable::std_types::{RSlice, RStr, Tuple2};

use crate::abi::{self, AbiBytesBox, AbiRequest, AbiRequestBox};
use crate::{ByteStream, Principal};

/// Keys of the texts of a request.
mod key {
    pub const METHOD: u32 = 1;
    pub const PATH: u32 = 2;
    pub const QUERY: u32 = 3;
    pub const ID: u32 = 4;
    pub const REMOTE: u32 = 5;
    pub const PRINCIPAL: u32 = 6;
    pub const ROUTE: u32 = 7;
}

/// The lists of pairs of a request.
mod list {
    pub const HEADERS: u32 = 0;
    pub const PATH_PARAMS: u32 = 1;
}

/// What a request says, made by the host (or by a test).
#[derive(Clone, Debug, Default)]
pub struct RequestHead {
    /// The method, upper case.
    pub method: String,
    /// The path below the instance's mount, decoded nowhere.
    pub path: String,
    /// The raw query string without `?`; empty if there is none.
    pub query: String,
    /// The request's id, as in the log.
    pub id: String,
    /// The client's address.
    pub remote: String,
    /// Who asks.
    pub principal: Principal,
    /// The route's path as the description declares it.
    pub route: String,
    /// Header names, lower case, and values.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The parameters of the route's path, percent-decoded.
    pub path_params: Vec<(String, String)>,
}

/// A request: its head, and its body once.
pub struct Request {
    head: AbiRequestBox,
    principal: Principal,
    body: ByteStream,
}

impl Request {
    /// A request from its parts.
    pub fn new(head: RequestHead, body: ByteStream) -> Self {
        let principal = head.principal.clone();
        let principal_text = principal.to_text();
        let head =
            abi::AbiRequest_TO::from_value(Head { head, principal_text }, abi_stable::sabi_trait::TD_Opaque);
        Self { head, principal, body }
    }

    /// The method, upper case.
    pub fn method(&self) -> &str {
        self.head.text(key::METHOD).into()
    }

    /// The path below the instance's mount.
    pub fn path(&self) -> &str {
        self.head.text(key::PATH).into()
    }

    /// The route that matched, as the description declares it.
    pub fn route(&self) -> &str {
        self.head.text(key::ROUTE).into()
    }

    /// The raw query string without `?`.
    pub fn query(&self) -> &str {
        self.head.text(key::QUERY).into()
    }

    /// The request's id, as in the log.
    pub fn id(&self) -> &str {
        self.head.text(key::ID).into()
    }

    /// The client's address.
    pub fn remote(&self) -> &str {
        self.head.text(key::REMOTE).into()
    }

    /// Who asks.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The first header of this name, any case, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.pairs(list::HEADERS).find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(value).ok()
    }

    /// A parameter of the route's path, percent-decoded.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        let (_, value) = self.pairs(list::PATH_PARAMS).find(|(param, _)| *param == name)?;
        std::str::from_utf8(value).ok()
    }

    /// Takes the body; a second time it is empty.
    pub fn take_body(&mut self) -> ByteStream {
        std::mem::replace(&mut self.body, ByteStream::empty())
    }

    fn pairs(&self, list: u32) -> impl Iterator<Item = (&str, &[u8])> {
        (0..self.head.pair_count(list)).map(move |index| {
            let Tuple2(name, value) = self.head.pair(list, index);
            (name.into(), value.into())
        })
    }

    pub(crate) fn into_abi(self, around: Option<abi::Around>) -> (AbiRequestBox, AbiBytesBox) {
        (self.head, self.body.into_abi(around))
    }

    pub(crate) fn from_abi(head: AbiRequestBox, body: AbiBytesBox) -> Self {
        let principal = Principal::from_text(head.text(key::PRINCIPAL).into());
        Self { head, principal, body: ByteStream::from_abi(body) }
    }
}

struct Head {
    head: RequestHead,
    principal_text: String,
}

impl AbiRequest for Head {
    fn text(&self, key: u32) -> RStr<'_> {
        match key {
            key::METHOD => RStr::from_str(&self.head.method),
            key::PATH => RStr::from_str(&self.head.path),
            key::QUERY => RStr::from_str(&self.head.query),
            key::ID => RStr::from_str(&self.head.id),
            key::REMOTE => RStr::from_str(&self.head.remote),
            key::PRINCIPAL => RStr::from_str(&self.principal_text),
            key::ROUTE => RStr::from_str(&self.head.route),
            _ => RStr::empty(),
        }
    }

    fn pair_count(&self, list: u32) -> usize {
        match list {
            list::HEADERS => self.head.headers.len(),
            list::PATH_PARAMS => self.head.path_params.len(),
            _ => 0,
        }
    }

    fn pair(&self, list: u32, index: usize) -> Tuple2<RStr<'_>, RSlice<'_, u8>> {
        let pair = match list {
            list::HEADERS => {
                self.head.headers.get(index).map(|(name, value)| (name.as_str(), value.as_slice()))
            }
            list::PATH_PARAMS => {
                self.head.path_params.get(index).map(|(name, value)| (name.as_str(), value.as_bytes()))
            }
            _ => None,
        };
        let (name, value) = pair.unwrap_or_default();
        Tuple2(RStr::from_str(name), RSlice::from_slice(value))
    }
}
