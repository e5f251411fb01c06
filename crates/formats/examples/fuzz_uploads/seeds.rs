//! Small documents of all formats, to start from.

use std::io::Write;

use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};
use flate2::Compression;
use flate2::write::GzEncoder;
use formats::{End, Format, Head, Options, writer};

const FORMATS: &[&str] = &["votable/td", "votable/b", "votable/b2", "csv", "tsv", "fits", "parquet"];

const BY_HAND: &[&str] = &[
    "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE VOTABLE SYSTEM 'x.dtd'><v:VOTABLE xmlns:v='u'><v:COOSYS ID='g' \
     system='galactic'/><v:RESOURCE type='meta'/><v:RESOURCE><v:TABLE><v:PARAM name='p' datatype='int' value='1'/>\
     <v:FIELD name='a' datatype='floatComplex' arraysize='2*' ref='g'><v:VALUES null='1'/></v:FIELD>\
     <v:FIELD ID='b' datatype='char' arraysize='*' xtype='adql:POLYGON'/><v:FIELD name='a' datatype='bit' arraysize='*'/>\
     <v:FIELD name='t' datatype='unicodeChar' arraysize='19*' xtype='timestamp'/><v:DATA><v:TABLEDATA><v:TR>\
     <v:TD>1 2 3 4</v:TD><v:TD>Polygon ICRS 1 1 2 1 2 2</v:TD><v:TD>0110</v:TD><v:TD>2000-01-01T00:00:00.5</v:TD></v:TR>\
     <v:TR><v:TD/><v:TD><![CDATA[]]></v:TD><v:TD>&#49;</v:TD><v:TD></v:TD></v:TR></v:TABLEDATA></v:DATA></v:TABLE>\
     </v:RESOURCE></v:VOTABLE>",
    "<VOTABLE><RESOURCE><TABLE><FIELD name='a' datatype='int'/><DATA><BINARY><STREAM encoding='gzip'>\
     H4sIAAAAAAAA/2NgYGBkYGBgAgBkm0i2CAAAAA==</STREAM></BINARY></DATA></TABLE></RESOURCE></VOTABLE>",
    "id,ra,\"name\"\r\n1,10.5,\"a \"\"b\"\"\"\r\n2,,x\r\n3,NaN,\"2000-01-01T00:00:00\"\r\n",
];

/// The documents; some also in gzip or in UTF-16.
pub fn documents() -> Vec<Vec<u8>> {
    let mut documents: Vec<Vec<u8>> = FORMATS.iter().filter_map(|format| written(format)).collect();
    documents.extend(BY_HAND.iter().map(|text| text.as_bytes().to_vec()));
    let wide = BY_HAND.iter().map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    let wide: Vec<Vec<u8>> = wide.collect();
    let packed: Vec<Vec<u8>> = documents.iter().filter_map(|document| gzip(document)).collect();
    documents.extend(wide);
    documents.extend(packed);
    documents
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn columns() -> Vec<ResultColumn> {
    let column = |name: &str, datatype, arraysize: Option<Arraysize>, base, array| {
        let value_type = ValueType { arraysize, ..ValueType::scalar(datatype) };
        ResultColumn { field: Field::new(name, value_type), pg_type: PgType { base, array } }
    };
    vec![
        column("flag", Datatype::Boolean, None, PgBase::Bool, false),
        column("byte", Datatype::UnsignedByte, None, PgBase::Int2, false),
        column("id", Datatype::Long, None, PgBase::Int8, false),
        column("ra", Datatype::Double, None, PgBase::Float8, false),
        column("name", Datatype::Char, Some(Arraysize::any()), PgBase::Text, false),
        column("raw", Datatype::UnsignedByte, Some(Arraysize::any()), PgBase::Bytea, false),
        column("mags", Datatype::Float, Some(Arraysize::exactly(2)), PgBase::Float4, true),
        column("list", Datatype::Int, Some(Arraysize::any()), PgBase::Int4, true),
    ]
}

/// Two rows in PostgreSQL's binary form; the second is NULL.
fn rows() -> Vec<u8> {
    let array = |oid: u32, elements: &[[u8; 4]]| {
        let head = [1, 0, oid, elements.len() as u32, 1];
        let mut value: Vec<u8> = head.iter().flat_map(|word| word.to_be_bytes()).collect();
        elements.iter().for_each(|element| value.extend([&[0, 0, 0, 4][..], element].concat()));
        value
    };
    let values = [
        vec![1],
        vec![0, 200],
        7_i64.to_be_bytes().to_vec(),
        10.5_f64.to_be_bytes().to_vec(),
        b"Vega".to_vec(),
        vec![1, 2, 3],
        array(700, &[1.5_f32.to_be_bytes(), 2.5_f32.to_be_bytes()]),
        array(23, &[[0, 0, 0, 1], [0, 0, 0, 2]]),
    ];
    let mut rows = vec![0, values.len() as u8];
    values.iter().for_each(|value| rows.extend([&(value.len() as u32).to_be_bytes()[..], value].concat()));
    rows.extend([0, values.len() as u8]);
    values.iter().for_each(|_| rows.extend([0xff; 4]));
    rows
}

/// A document of this format, if there is a writer for it.
fn written(format: &str) -> Option<Vec<u8>> {
    let format = Format::parse(Some(format)).ok()?;
    let columns = columns();
    let mut writer = writer(&format, &Head::new(&columns), &Options::default()).ok()?;
    let mut out = Vec::new();
    writer.begin(&mut out);
    let rows = writer.rows(&rows(), &mut out).ok()?;
    writer.end(&End { rows, overflow: false }, &mut out).ok()?;
    while writer.rest(&mut out).ok()? {}
    Some(out)
}
