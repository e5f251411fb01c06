//! Writes calls and answers.

use crate::Value;

use super::Fault;

const HEAD: &str = "<?xml version=\"1.0\"?>\n";

/// A call as a document.
pub fn write_call(method: &str, params: &[Value]) -> Vec<u8> {
    let mut out = format!("{HEAD}<methodCall><methodName>");
    escape(method, &mut out);
    out.push_str("</methodName><params>");
    for param in params {
        out.push_str("<param>");
        write_value(param, &mut out);
        out.push_str("</param>");
    }
    out.push_str("</params></methodCall>\n");
    out.into_bytes()
}

/// An answer as a document.
pub fn write_answer(value: &Value) -> Vec<u8> {
    let mut out = format!("{HEAD}<methodResponse><params><param>");
    write_value(value, &mut out);
    out.push_str("</param></params></methodResponse>\n");
    out.into_bytes()
}

/// A refusal as a document. Its code is an integer, the only one that is ever sent, and says nothing.
pub fn write_fault(fault: &Fault) -> Vec<u8> {
    let mut out = format!(
        "{HEAD}<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member>\
         <member><name>faultString</name>"
    );
    write_value(&Value::Text(fault.0.clone()), &mut out);
    out.push_str("</member></struct></value></fault></methodResponse>\n");
    out.into_bytes()
}

fn write_value(value: &Value, out: &mut String) {
    out.push_str("<value>");
    match value {
        Value::Text(text) => {
            out.push_str("<string>");
            escape(text, out);
            out.push_str("</string>");
        }
        Value::List(list) => {
            out.push_str("<array><data>");
            list.iter().for_each(|value| write_value(value, out));
            out.push_str("</data></array>");
        }
        Value::Map(map) => {
            out.push_str("<struct>");
            for (key, value) in map {
                out.push_str("<member><name>");
                escape(key, out);
                out.push_str("</name>");
                write_value(value, out);
                out.push_str("</member>");
            }
            out.push_str("</struct>");
        }
    }
    out.push_str("</value>\n");
}

/// Writes characters as ASCII, so that no reader guesses an encoding. XML has no place for most control characters.
fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | ' '..='~' => out.push(letter),
            // A reader of XML makes a line feed of a bare carriage return.
            '\r' => out.push_str("&#13;"),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('?'),
            _ => out.push_str(&format!("&#{};", u32::from(letter))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::map_of;

    #[test]
    fn a_call_has_strings_only() {
        let params = Value::Map(map_of([("url", "http://x/?a=1&b=<2>"), ("name", "Sch\u{f6}n\x07")]));
        let text = String::from_utf8(write_call("samp.hub.notifyAll", &["k".into(), params])).unwrap();
        assert_eq!(
            text.replace('\n', ""),
            "<?xml version=\"1.0\"?><methodCall><methodName>samp.hub.notifyAll</methodName><params>\
             <param><value><string>k</string></value></param><param><value><struct>\
             <member><name>name</name><value><string>Sch&#246;n?</string></value></member>\
             <member><name>url</name><value><string>http://x/?a=1&amp;b=&lt;2&gt;</string></value></member>\
             </struct></value></param></params></methodCall>"
        );
    }
}
