//! XML-RPC as SAMP uses it (SAMP 1.3 §4.3): calls and answers whose values are strings, lists and maps.
//!
//! Writing is strict: no other scalar than `<string>`, but for `faultCode`. Reading takes what libraries send: values
//! without a type, integers and booleans as their text, CDATA, entities, white space between elements. What is too deep or
//! broken is an error, never a panic.

mod read;
mod write;

pub use read::{read_answer, read_call};
pub use write::{write_answer, write_call, write_fault};

use crate::Value;

/// The most bytes of a call or an answer: a list of a million rows fits.
pub const DOCUMENT_BYTES_MAX: usize = 64 << 20;

/// How deep values may be nested.
pub const DEPTH_MAX: usize = 64;

/// A call of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name of the method, with its prefix.
    pub method: String,
    /// Its arguments.
    pub params: Vec<Value>,
}

/// A refusal, in words for people (`faultString`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

impl Fault {
    /// A refusal in these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

/// A document that is no call, or no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not XML-RPC: {0}")]
pub struct Malformed(pub(crate) String);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let text = "[\\t\\n\\r -~]{0,20}".prop_map(Value::Text);
        text.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::btree_map("[ -~]{0,8}", inner, 0..5).prop_map(Value::Map),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(params in prop::collection::vec(any_value(), 0..4)) {
            let call = Call { method: "samp.hub.notify".into(), params };
            prop_assert_eq!(read_call(&write_call(&call.method, &call.params)).unwrap(), call);
        }

        #[test]
        fn answers_are_read_again(value in any_value()) {
            prop_assert_eq!(read_answer(&write_answer(&value)).unwrap(), Ok(value));
        }

        #[test]
        fn random_bytes_are_refused_in_peace(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(read_call(&bytes).is_err());
            prop_assert!(read_answer(&bytes).is_err());
        }

        #[test]
        fn a_changed_byte_never_panics(value in any_value(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut document = write_call("samp.hub.call", &[value]);
            let place = place.index(document.len());
            document[place] = byte;
            let _ = read_call(&document);
        }
    }

    #[test]
    fn faults_keep_their_words() {
        let fault = Fault::new("no client has the id <c7> & no other");
        assert_eq!(read_answer(&write_fault(&fault)).unwrap(), Err(fault));
    }
}
