//! Reads calls and answers, piece by piece.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::{Call, DEPTH_MAX, DOCUMENT_BYTES_MAX, Fault, Malformed};
use crate::{Map, Value};

/// Reads a call.
pub fn read_call(document: &[u8]) -> Result<Call, Malformed> {
    let text = text_of(document)?;
    let mut pieces = Pieces::of(&text);
    pieces.open("methodCall")?;
    let (mut method, mut params) = (None, Vec::new());
    while let Some(name) = pieces.child()? {
        match name.as_str() {
            "methodName" => method = Some(pieces.text()?.trim().to_owned()),
            "params" => params = pieces.params()?,
            _ => pieces.skip()?,
        }
    }
    let method =
        method.filter(|method| !method.is_empty()).ok_or_else(|| wrong("a call without a method"))?;
    Ok(Call { method, params })
}

/// Reads an answer: a value, or the refusal of the other side.
pub fn read_answer(document: &[u8]) -> Result<Result<Value, Fault>, Malformed> {
    let text = text_of(document)?;
    let mut pieces = Pieces::of(&text);
    pieces.open("methodResponse")?;
    match pieces.child()?.as_deref() {
        Some("params") => Ok(Ok(pieces.params()?.into_iter().next().unwrap_or_else(Value::nothing))),
        Some("fault") => {
            let fault = pieces.only_value(0)?;
            let words = fault.map().and_then(|map| map.get("faultString")).and_then(Value::text);
            Ok(Err(Fault::new(words.unwrap_or("no reason is given"))))
        }
        _ => Err(wrong("an answer without content")),
    }
}

fn text_of(document: &[u8]) -> Result<std::borrow::Cow<'_, str>, Malformed> {
    if document.len() > DOCUMENT_BYTES_MAX {
        return Err(wrong("the document is too long"));
    }
    Ok(String::from_utf8_lossy(document))
}

/// What a document is made of, without comments, instructions and declarations.
enum Piece {
    Open(String),
    Close,
    Text(String),
    End,
}

struct Pieces<'d> {
    reader: Reader<&'d [u8]>,
}

impl<'d> Pieces<'d> {
    fn of(text: &'d str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    fn next(&mut self) -> Result<Piece, Malformed> {
        loop {
            return Ok(match self.reader.read_event().map_err(|error| wrong(error.to_string()))? {
                Event::Start(start) => Piece::Open(start.local_name().as_ref().to_owned()),
                Event::End(_) => Piece::Close,
                Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Piece::Text(resolved(&reference)?),
                Event::Eof => Piece::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    continue;
                }
            });
        }
    }

    /// The next element inside of the one that is open; nothing if that ends. Text between elements says nothing.
    fn child(&mut self) -> Result<Option<String>, Malformed> {
        loop {
            match self.next()? {
                Piece::Open(name) => return Ok(Some(name)),
                Piece::Close => return Ok(None),
                Piece::Text(_) => {}
                Piece::End => return Err(cut_off()),
            }
        }
    }

    fn open(&mut self, expected: &str) -> Result<(), Malformed> {
        match self.child()? {
            Some(name) if name == expected => Ok(()),
            _ => Err(wrong(format!("no <{expected}>"))),
        }
    }

    /// The text of the element that is open, up to its end.
    fn text(&mut self) -> Result<String, Malformed> {
        let mut all = String::new();
        loop {
            match self.next()? {
                Piece::Text(text) => all.push_str(&text),
                Piece::Close => return Ok(all),
                Piece::Open(name) => return Err(wrong(format!("<{name}> inside of a text"))),
                Piece::End => return Err(cut_off()),
            }
        }
    }

    /// Passes over the element that is open.
    fn skip(&mut self) -> Result<(), Malformed> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Piece::Open(_) => open += 1,
                Piece::Close => open -= 1,
                Piece::Text(_) => {}
                Piece::End => return Err(cut_off()),
            }
        }
        Ok(())
    }

    fn params(&mut self) -> Result<Vec<Value>, Malformed> {
        let mut params = Vec::new();
        while let Some(name) = self.child()? {
            match name.as_str() {
                "param" => params.push(self.only_value(0)?),
                _ => self.skip()?,
            }
        }
        Ok(params)
    }

    /// The value in the element that is open, which has nothing else.
    fn only_value(&mut self, depth: usize) -> Result<Value, Malformed> {
        let mut found = None;
        while let Some(name) = self.child()? {
            match name.as_str() {
                "value" if found.is_none() => found = Some(self.value(depth)?),
                _ => self.skip()?,
            }
        }
        found.ok_or_else(|| wrong("a parameter without a value"))
    }

    /// What is in a `<value>`: an element that says the type, or a bare string.
    fn value(&mut self, depth: usize) -> Result<Value, Malformed> {
        if depth > DEPTH_MAX {
            return Err(wrong(format!("values are nested more than {DEPTH_MAX} deep")));
        }
        let (mut bare, mut typed) = (String::new(), None);
        loop {
            match self.next()? {
                Piece::Text(text) => bare.push_str(&text),
                Piece::Open(name) if typed.is_none() => typed = Some(self.typed(&name, depth)?),
                Piece::Open(name) => return Err(wrong(format!("<{name}> after the end of a value"))),
                Piece::Close => return Ok(typed.unwrap_or(Value::Text(bare))),
                Piece::End => return Err(cut_off()),
            }
        }
    }

    fn typed(&mut self, name: &str, depth: usize) -> Result<Value, Malformed> {
        match name {
            "struct" => self.members(depth + 1).map(Value::Map),
            "array" => self.items(depth + 1).map(Value::List),
            "string" => self.text().map(Value::Text),
            _ => self.text().map(|text| Value::Text(text.trim().to_owned())),
        }
    }

    fn members(&mut self, depth: usize) -> Result<Map, Malformed> {
        let mut map = Map::new();
        while let Some(name) = self.child()? {
            match name.as_str() {
                "member" => {
                    let (key, value) = self.member(depth)?;
                    map.insert(key, value);
                }
                _ => self.skip()?,
            }
        }
        Ok(map)
    }

    fn member(&mut self, depth: usize) -> Result<(String, Value), Malformed> {
        let (mut key, mut value) = (None, None);
        while let Some(name) = self.child()? {
            match name.as_str() {
                "name" => key = Some(self.text()?),
                "value" => value = Some(self.value(depth)?),
                _ => self.skip()?,
            }
        }
        key.zip(value).ok_or_else(|| wrong("a member without name or value"))
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Value>, Malformed> {
        let mut items = Vec::new();
        while let Some(name) = self.child()? {
            if name != "data" {
                self.skip()?;
                continue;
            }
            while let Some(name) = self.child()? {
                match name.as_str() {
                    "value" => items.push(self.value(depth)?),
                    _ => self.skip()?,
                }
            }
        }
        Ok(items)
    }
}

/// The character of a reference; entities of a document's own are not expanded.
fn resolved(reference: &BytesRef<'_>) -> Result<String, Malformed> {
    let content = reference.xml10_content();
    let named = match content.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    let found = named.map(Ok).or_else(|| reference.resolve_char_ref().transpose());
    match found {
        Some(Ok(letter)) => Ok(letter.to_string()),
        _ => {
            Err(wrong(format!("the entity &{}; means nothing", content.chars().take(20).collect::<String>())))
        }
    }
}

fn cut_off() -> Malformed {
    wrong("the document ends too early")
}

fn wrong(reason: impl Into<String>) -> Malformed {
    Malformed(reason.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value in a call, read.
    fn check(value: &str, expected: Value) {
        let document = format!(
            "<methodCall><methodName>m</methodName><params><param>{value}</param></params></methodCall>"
        );
        assert_eq!(read_call(document.as_bytes()).unwrap().params, [expected], "{value}");
    }

    #[test]
    fn scalars_of_every_kind_are_strings() {
        check("<value>  bare </value>", "  bare ".into());
        check(" <value> <string> s </string> </value> ", " s ".into());
        check("<value/>", "".into());
        check("<value><string/></value>", "".into());
        check("<value><i4> 7 </i4></value>", "7".into());
        check("<value><int>-7</int></value>", "-7".into());
        check("<value><boolean>1</boolean></value>", "1".into());
        check("<value><double>1.5e3</double></value>", "1.5e3".into());
        check("<value><nil/></value>", "".into());
    }

    #[test]
    fn text_is_read_as_xml_says() {
        check("<value><![CDATA[a<b&c]]></value>", "a<b&c".into());
        check("<value>a&lt;b&amp;c&quot;&apos;&gt;</value>", "a<b&c\"'>".into());
        check("<value>&#65;&#x42;&#13;</value>", "AB\r".into());
        check("<value>a<!-- b -->c</value>", "ac".into());
    }

    #[test]
    fn lists_and_maps_may_have_white_space() {
        let list = Value::List(vec!["1".into(), Value::List(vec![])]);
        check(
            "<value>\n<array> <data>\n <value>1</value> <value><array><data/></array></value></data></array></value>",
            list,
        );
        let map = Value::Map([("k".to_owned(), Value::from("v"))].into());
        check("<value><struct>\n<member><value>v</value> <name>k</name></member></struct></value>", map);
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        let nested = |depth: usize| {
            let (open, close) =
                ("<value><array><data>".repeat(depth), "</data></array></value>".repeat(depth));
            format!(
                "<methodCall><methodName>m</methodName><params><param>{open}{close}</param></params></methodCall>"
            )
        };
        assert!(read_call(nested(DEPTH_MAX).as_bytes()).is_ok());
        let error = read_call(nested(100_000).as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "not XML-RPC: values are nested more than 64 deep");
    }

    #[test]
    fn documents_that_are_none_are_told() {
        let told = |document: &str| read_call(document.as_bytes()).unwrap_err().to_string();
        assert_eq!(told(""), "not XML-RPC: the document ends too early");
        assert_eq!(told("<html/>"), "not XML-RPC: no <methodCall>");
        assert_eq!(told("<methodCall></methodCall>"), "not XML-RPC: a call without a method");
        let own = "<!DOCTYPE a [<!ENTITY x \"y\">]><methodCall><methodName>&x;</methodName></methodCall>";
        assert_eq!(told(own), "not XML-RPC: the entity &x; means nothing");
    }

    #[test]
    fn answers_without_content_are_empty_strings() {
        let read = |text: &str| read_answer(text.as_bytes());
        assert_eq!(read("<methodResponse><params/></methodResponse>").unwrap(), Ok(Value::nothing()));
        assert!(read("<methodResponse/>").is_err());
    }
}
