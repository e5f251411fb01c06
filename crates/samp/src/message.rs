//! Messages and the responses to them (SAMP 1.3 §3.8, §3.9).

use crate::mtype::is_mtype;
use crate::value::map_of;
use crate::xml_rpc::Fault;
use crate::{Map, Value};

/// A message: what it is about, and the particulars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name, e.g. `table.load.votable`.
    pub mtype: String,
    /// Its parameters.
    pub params: Map,
}

impl Message {
    /// A message whose parameters are strings.
    pub fn new<const N: usize>(mtype: &str, params: [(&str, &str); N]) -> Self {
        Self { mtype: mtype.to_owned(), params: map_of(params) }
    }

    /// Reads a message; says what it lacks. Keys that the standard does not know are left out.
    pub fn read(value: &Value) -> Result<Self, Fault> {
        let map = value.map().ok_or_else(|| Fault::new("a message is a map"))?;
        let mtype = map.get("samp.mtype").and_then(Value::text);
        let mtype = mtype.ok_or_else(|| Fault::new("a message has the string `samp.mtype`"))?;
        if !is_mtype(mtype) {
            return Err(Fault::new(format!("`{mtype}` is not the name of a message")));
        }
        let params = map.get("samp.params").and_then(Value::map);
        let params =
            params.ok_or_else(|| Fault::new("a message has the map `samp.params`, which may be empty"))?;
        Ok(Self { mtype: mtype.to_owned(), params: params.clone() })
    }

    /// The map that is sent.
    pub fn to_value(&self) -> Value {
        Value::Map(Map::from([
            ("samp.mtype".to_owned(), self.mtype.as_str().into()),
            ("samp.params".to_owned(), Value::Map(self.params.clone())),
        ]))
    }
}

/// How a message was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All was done.
    Ok,
    /// It was done, with something to tell.
    Warning,
    /// It was not done.
    Error,
}

/// The response to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// How it went.
    pub status: Status,
    /// What comes back.
    pub result: Map,
    /// What went wrong, in a sentence (`samp.errortxt`).
    pub error: Option<String>,
}

impl Response {
    /// "Done."
    pub fn ok(result: Map) -> Self {
        Self { status: Status::Ok, result, error: None }
    }

    /// "Not done, because."
    pub fn error(reason: impl Into<String>) -> Self {
        Self { status: Status::Error, result: Map::new(), error: Some(reason.into()) }
    }

    /// Reads a response; says what it lacks.
    pub fn read(value: &Value) -> Result<Self, Fault> {
        let map = value.map().ok_or_else(|| Fault::new("a response is a map"))?;
        let status = match map.get("samp.status").and_then(Value::text) {
            Some("samp.ok") => Status::Ok,
            Some("samp.warning") => Status::Warning,
            Some("samp.error") => Status::Error,
            _ => return Err(Fault::new("a response has `samp.status`: samp.ok, samp.warning or samp.error")),
        };
        let inner = |key: &str| map.get(key).and_then(Value::map);
        let error = inner("samp.error").and_then(|error| error.get("samp.errortxt")).and_then(Value::text);
        Ok(Self {
            status,
            result: inner("samp.result").cloned().unwrap_or_default(),
            error: error.map(str::to_owned),
        })
    }

    /// The map that is sent.
    pub fn to_value(&self) -> Value {
        let status = match self.status {
            Status::Ok => "samp.ok",
            Status::Warning => "samp.warning",
            Status::Error => "samp.error",
        };
        let mut map = map_of([("samp.status", status)]);
        if self.status != Status::Error {
            map.insert("samp.result".into(), Value::Map(self.result.clone()));
        }
        if self.status != Status::Ok {
            let reason = self.error.as_deref().unwrap_or_default();
            map.insert("samp.error".into(), Value::Map(map_of([("samp.errortxt", reason)])));
        }
        Value::Map(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_they_are_sent() {
        let message = Message::new("coord.pointAt.sky", [("ra", "10.5"), ("dec", "-3")]);
        assert_eq!(Message::read(&message.to_value()).unwrap(), message);
    }

    #[test]
    fn what_a_message_lacks_is_told() {
        let told = |map: Map| Message::read(&Value::Map(map)).unwrap_err().0;
        assert_eq!(told(Map::new()), "a message has the string `samp.mtype`");
        assert_eq!(told(map_of([("samp.mtype", "a..b")])), "`a..b` is not the name of a message");
        assert_eq!(
            told(map_of([("samp.mtype", "a.b")])),
            "a message has the map `samp.params`, which may be empty"
        );
    }

    #[test]
    fn responses_are_read_as_they_are_sent() {
        let warning =
            Response { status: Status::Warning, result: map_of([("a", "b")]), error: Some("late".into()) };
        for response in [Response::ok(map_of([("value", "1")])), Response::error("no disk"), warning] {
            assert_eq!(Response::read(&response.to_value()).unwrap(), response);
        }
    }
}
