//! Addresses that open one resource for a while with the rights of a user: what is signed, and how it stands in them.

use plugin_api::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use crate::services::Signer;

/// How long an address holds, in seconds.
pub const TTL_SECS: u64 = 900;

/// The parameter with the signature. It opens one resource and is nobody's credential, hence it may stand in an address.
const PARAMETER: &str = "signature";

/// For whom it is signed: no instance can have such a name, so that what plugins sign opens nothing here.
const AUDIENCE: &str = "/handover";

/// Whose rights an address has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user.
    pub user: String,
    /// The groups beyond which it opens nothing; `None` is all that he has.
    pub only_groups: Option<Vec<String>>,
}

/// What is signed.
#[derive(Serialize, Deserialize)]
struct Claims {
    holder: Holder,
    digest: String,
}

/// The address with a signature that holds from now.
pub fn signed(signer: &Signer, holder: Holder, path: &str, query: &str) -> Result<String> {
    let text = serde_json::to_string(&Claims { holder, digest: digest(path, query) }).unwrap_or_default();
    let signature = signer.sign(AUDIENCE, text, TTL_SECS)?;
    let between = if query.is_empty() { "" } else { "&" };
    Ok(format!("{path}?{query}{between}{PARAMETER}={signature}"))
}

/// Whose rights the signature gives for this address; `None`: none.
pub fn holder(signer: &Signer, signature: &str, path: &str, query: &str) -> Option<Holder> {
    let text = signer.verify(AUDIENCE, signature).ok()?;
    let claims: Claims = serde_json::from_str(&text).ok()?;
    (claims.digest == digest(path, query)).then_some(claims.holder)
}

/// Takes the signature out of a query. Of several none can hold.
pub fn take(query: &mut String) -> Option<String> {
    let is_signature = |pair: &&str| {
        form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(name, _)| name == PARAMETER)
    };
    let signatures: Vec<&str> = query.split('&').filter(is_signature).collect();
    if signatures.is_empty() {
        return None;
    }
    let values = signatures.iter().flat_map(|pair| form_urlencoded::parse(pair.as_bytes()));
    let taken = values.map(|(_, value)| value.into_owned()).collect::<Vec<_>>().join(" ");
    let others: Vec<&str> = query.split('&').filter(|pair| !is_signature(pair)).collect();
    *query = others.join("&");
    Some(taken)
}

/// A path with parameters, in whichever way a client writes them: many change an apostrophe or a blank.
fn digest(path: &str, query: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(path);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        for part in [name, value] {
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Holder {
        Holder { user: "ada".into(), only_groups: Some(vec!["team".into()]) }
    }

    /// Whose rights a request for an address has.
    fn of(signer: &Signer, address: &str) -> Option<Holder> {
        let (path, query) = address.split_once('?').unwrap();
        let mut query = query.to_owned();
        let signature = take(&mut query).unwrap();
        holder(signer, &signature, path, &query)
    }

    #[test]
    fn an_address_opens_what_was_signed_and_nothing_else() {
        let signer = Signer::of_this_process().unwrap();
        let address = signed(&signer, ada(), "/tap/sync", "QUERY=SELECT+'a'&LANG=ADQL").unwrap();
        assert_eq!(of(&signer, &address), Some(ada()));
        assert_eq!(of(&signer, &address.replace('+', "%20").replace('\'', "%27")), Some(ada()));
        for (from, to) in [
            ("sync", "async"),
            ("LANG", "lang"),
            ("ADQL", "ADQL&MAXREC=9"),
            ("&LANG=ADQL", ""),
            ("'a'", "'b'"),
            ("signature=", "signature=x&signature="),
            ("signature=e", "signature=f"),
        ] {
            assert_eq!(of(&signer, &address.replacen(from, to, 1)), None, "{from} {to}");
        }
        assert_eq!(of(&Signer::of_this_process().unwrap(), &address), None);
    }

    #[test]
    fn what_a_plugin_signs_opens_nothing() {
        let signer = Signer::of_this_process().unwrap();
        let claims = Claims { holder: ada(), digest: digest("/tap/sync", "") };
        let text = serde_json::to_string(&claims).unwrap();
        let signature = signer.sign("tap", text, 60).unwrap();
        assert_eq!(holder(&signer, &signature, "/tap/sync", ""), None);
    }

    #[test]
    fn an_address_ends() {
        let signer = Signer::of_this_process().unwrap();
        let claims = Claims { holder: ada(), digest: digest("/tap/sync", "") };
        let text = serde_json::to_string(&claims).unwrap();
        let past = jiff::Timestamp::now().as_second() - 1;
        let signature = signer.sign_until(AUDIENCE, text, past).unwrap();
        assert_eq!(holder(&signer, &signature, "/tap/sync", ""), None);
    }

    #[test]
    fn other_parameters_stay_as_they_came() {
        let mut query = "a=%27&signature=x%2Ey&b".to_owned();
        assert_eq!((take(&mut query), query.as_str()), (Some("x.y".into()), "a=%27&b"));
        let mut query = "SIGNATURE=x".to_owned();
        assert_eq!((take(&mut query), query.as_str()), (None, "SIGNATURE=x"));
    }
}
