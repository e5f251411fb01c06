//! VOTables that are read: the standard's worked bytes, types, nulls, metadata, and what is refused.

use catalogue::{Arraysize, Datatype, Frame, PgBase, PgType};

use crate::pg::{self, Value, batch, doubles, text};
use crate::upload::{cell, upload, votable};

const FIELDS: &str = r#"
<COOSYS ID="icrs" system="ICRS" epoch="J2000"/>
<RESOURCE type="meta"><TABLE><FIELD name="no" datatype="int"/></TABLE></RESOURCE>
<RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/><TABLE/><TABLE name="demo">
<FIELD name="id" datatype="int"><VALUES null="-2147483648"/></FIELD>
<FIELD name="name" datatype="char" arraysize="*"/>
<FIELD name="x" datatype="double"/>
<FIELD name="flag" datatype="boolean"/>
<FIELD name="pos" datatype="double" arraysize="2" xtype="point" unit="deg" ref="icrs"/>"#;

fn worked(data: &str) -> String {
    format!(
        "<?xml version='1.0'?><VOTABLE version='1.3' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'>{FIELDS}<DATA>{data}</DATA></TABLE></RESOURCE></VOTABLE>"
    )
}

fn worked_rows(last: Vec<Value>) -> Vec<u8> {
    let pos = doubles(&[10.0, -2.0]);
    batch(&[vec![Value::Int4(258), text("Vega"), Value::Float8(1.5), Value::Bool(true), pos], last])
}

/// The value that a cell with these attributes becomes.
fn value(attributes: &str, td: &str) -> Result<Vec<u8>, String> {
    upload(cell(attributes, td)).map(|upload| upload.rows)
}

fn check(attributes: &str, td: &str, expected: Value) {
    let expected = batch(&[vec![expected]]);
    assert_eq!(value(attributes, td).as_ref(), Ok(&expected), "{attributes}: {td}");
}

fn refused(attributes: &str, td: &str) -> String {
    value(attributes, td).unwrap_err()
}

#[test]
fn the_worked_bytes_of_the_standard_are_read() {
    let binary2 = "<BINARY2><STREAM encoding='base64'>
        AAAAAQIAAAAEVmVnYT/4AAAAAAAAVEAkAAAAAAAAwAAAAAAAAAD4AAAAAAAAAAB/+AAAAAAAAAB/+AAAAAAAAH/4AAAAAAAA
        </STREAM></BINARY2>";
    let upload_ = upload(worked(binary2)).unwrap();
    assert_eq!(upload_.rows, worked_rows(vec![Value::Null; 5]));
    assert_eq!(upload_.count, 2);
    let binary = "<BINARY><STREAM encoding='base64'>AAABAgAAAARWZWdhP/gAAAAAAABUQCQAAAAAAADAAAAAAAAAAIAAAAAA
        AAAAf/gAAAAAAAAAf/gAAAAAAAB/+AAAAAAAAA==</STREAM></BINARY>";
    let nulls = || vec![Value::Null, Value::Null, Value::Float8(f64::NAN), Value::Null, Value::Null];
    assert_eq!(upload(worked(binary)).unwrap().rows, worked_rows(nulls()));
    let text = "<TABLEDATA><TR><TD>258</TD><TD>Vega</TD><TD> 1.5</TD><TD>T</TD><TD>10 -2</TD></TR>
        <TR><TD/><TD></TD><TD/><TD>?</TD><TD>NaN NaN</TD></TR></TABLEDATA>";
    assert_eq!(upload(worked(text)).unwrap().rows, worked_rows(vec![Value::Null; 5]));
}

#[test]
fn metadata_of_a_field_is_kept() {
    let fields = r#"<DESCRIPTION> A &amp; B </DESCRIPTION><PARAM name="p" datatype="int" value="1"><DESCRIPTION>no</DESCRIPTION></PARAM>
        <FIELD name="ra" ID="c1" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" utype="a:b" ref="g">
          <DESCRIPTION>Right <![CDATA[<ascension>]]></DESCRIPTION><VALUES null="-9"/></FIELD>
        <FIELD name=" " ID="c2" datatype="short" arraysize="3x*" xtype="x:y"><VALUES null="-9"/></FIELD>
        <FIELD name="ra" datatype="char" arraysize="8"/>"#;
    let document =
        votable(fields, "").replacen("<RESOURCE>", "<COOSYS ID='g' system='galactic'/><RESOURCE>", 1);
    let upload = upload(document).unwrap();
    let names: Vec<&str> = upload.columns.iter().map(|column| column.field.name.as_str()).collect();
    assert_eq!((names, upload.count), (vec!["ra", "c2", "ra_2"], 0));
    assert_eq!(upload.description.as_deref(), Some("A & B"));
    let ra = &upload.columns[0].field;
    assert_eq!(ra.unit.as_deref(), Some("deg"));
    assert_eq!(ra.ucd.as_deref(), Some("pos.eq.ra;meta.main"));
    assert_eq!(ra.utype.as_deref(), Some("a:b"));
    assert_eq!(ra.description.as_deref(), Some("Right <ascension>"));
    assert_eq!((ra.frame, ra.null), (Some(Frame::Galactic), None));
    let second = &upload.columns[1];
    assert_eq!(second.field.value_type.arraysize, Some(Arraysize { fixed: vec![3], variable: true }));
    assert_eq!(second.field.value_type.xtype.as_deref(), Some("x:y"));
    assert_eq!((second.field.null, second.pg_type), (Some(-9), PgType::array(PgBase::Int2)));
}

#[test]
fn each_datatype_becomes_its_type() {
    check("datatype='boolean'", "F", Value::Bool(false));
    check(
        "datatype='boolean' arraysize='*'",
        "true ? 0",
        Value::Array(pg::BOOL, vec![Value::Bool(true), Value::Null, Value::Bool(false)]),
    );
    check("datatype='bit'", "1", Value::Bool(true));
    check(
        "datatype='bit' arraysize='3'",
        "1 01",
        Value::Array(pg::BOOL, [true, false, true].map(Value::Bool).to_vec()),
    );
    check("datatype='unsignedByte'", "0xFF", Value::Int2(255));
    check("datatype='unsignedByte' arraysize='*'", "1 255", Value::Bytea(vec![1, 255]));
    check("datatype='short' arraysize='1'", " -7 ", Value::Int2(-7));
    check("datatype='int'", "0xFFFFFFFF", Value::Int4(-1));
    check("datatype='long'", "9223372036854775807", Value::Int8(i64::MAX));
    check("datatype='float'", "+Inf", Value::Float4(f32::INFINITY));
    check("datatype='double' arraysize='2*'", "1e3 .5", doubles(&[1000.0, 0.5]));
    check(
        "datatype='floatComplex'",
        "1 2",
        Value::Array(pg::FLOAT4, vec![Value::Float4(1.0), Value::Float4(2.0)]),
    );
    check("datatype='doubleComplex' arraysize='*'", "1 2 3 4", doubles(&[1.0, 2.0, 3.0, 4.0]));
    check("datatype='char'", "x", text("x"));
    check("datatype='char' arraysize='*'", " a&lt;&#233;&#10; ", text(" a<é\n "));
    check("datatype='unicodeChar' arraysize='3'", "é", text("é"));
    check(
        "datatype='char' arraysize='2x*'",
        "ab  c ",
        Value::Array(pg::TEXT, vec![text("ab"), Value::Null, text("c")]),
    );
    check(
        "datatype='char' arraysize='*' xtype='timestamp'",
        "2000-01-01 00:00:01Z",
        Value::Timestamp(1_000_000),
    );
    check("datatype='char' arraysize='10' xtype='adql:TIMESTAMP'", " ", Value::Null);
    check("datatype='float' arraysize='3' xtype='circle'", "1 2 .5", doubles(&[1.0, 2.0, 0.5]));
    check("datatype='double' arraysize='*' xtype='polygon'", "1 2 NaN 4 5 6", Value::Null);
}

#[test]
fn shapes_of_tap_1_0_become_coordinates() {
    let (point, circle) = (
        "datatype='char' arraysize='*' xtype='adql:POINT'",
        "datatype='char' arraysize='*' xtype='adql:CIRCLE'",
    );
    check(point, "Position ICRS 10 -20", doubles(&[10.0, -20.0]));
    check(circle, "Circle ICRS 10 20 0.5", doubles(&[10.0, 20.0, 0.5]));
    check(
        "datatype='char' arraysize='*' xtype='adql:POLYGON'",
        "Polygon ICRS 1 1 2 1 2 2",
        doubles(&[1.0, 1.0, 2.0, 1.0, 2.0, 2.0]),
    );
    check(
        "datatype='char' arraysize='*' xtype='adql:REGION'",
        "Circle ICRS 1 2 3",
        text("Circle ICRS 1 2 3"),
    );
    let field = upload(cell(circle, "")).unwrap().columns.remove(0).field;
    assert_eq!(field.value_type.datatype, Datatype::Double);
    assert_eq!(field.value_type.xtype.as_deref(), Some("circle"));
    assert_eq!(
        refused(point, "Circle ICRS 10 20 0.5"),
        "row 1, column `a`: `Circle ICRS 10 20 0.5` is not a position such as `Position ICRS 10 20`"
    );
}

#[test]
fn null_markers_count_in_cells_and_elements() {
    let field = |attributes: &str| format!("<FIELD name='a' {attributes}><VALUES null='-99'/></FIELD>");
    let rows = |attributes: &str, td: &str| {
        upload(votable(&field(attributes), &format!("<TABLEDATA><TR><TD>{td}</TD></TR></TABLEDATA>")))
            .unwrap()
            .rows
    };
    assert_eq!(rows("datatype='int'", "-99"), batch(&[vec![Value::Null]]));
    assert_eq!(rows("datatype='double'", "-99.0"), batch(&[vec![Value::Null]]));
    assert_eq!(rows("datatype='char' arraysize='*'", "-99"), batch(&[vec![Value::Null]]));
    let elements = Value::Array(pg::INT2, vec![Value::Int2(1), Value::Null]);
    assert_eq!(rows("datatype='short' arraysize='*'", "1 -99"), batch(&[vec![elements]]));
}

#[test]
fn a_wrong_value_is_told_with_row_and_column() {
    for (attributes, td, expected) in [
        ("datatype='short'", "32768", "`32768` is not an integer from -32768 to 32767"),
        (
            "datatype='int'",
            "NULL",
            "`NULL` is not an integer from -2147483648 to 2147483647; for null leave the cell empty",
        ),
        ("datatype='double'", "1,5", "`1,5` is not a number"),
        ("datatype='boolean'", "yes", "`yes` is not a boolean: write true, false or nothing"),
        ("datatype='bit' arraysize='*'", "012", "`2` is not a bit: write 0 or 1"),
        ("datatype='float' arraysize='3'", "1 2", "the array has 2 elements where the column declares 3"),
        (
            "datatype='float' arraysize='3x*'",
            "1 2",
            "the array has 2 elements where the column declares a multiple of 3",
        ),
        (
            "datatype='char'",
            "ab",
            "the text has 2 characters, but a column without arraysize has one; write `arraysize=\"*\"`",
        ),
        ("datatype='char' arraysize='2'", "abc", "the text has 3 characters where the column declares 2"),
        ("datatype='double' arraysize='*' xtype='point'", "1 2 3", "a point has 2 numbers, not 3"),
        (
            "datatype='double' arraysize='*' xtype='polygon'",
            "1 2 3 4",
            "a polygon has 3 or more pairs of numbers, not 4 numbers",
        ),
        (
            "datatype='char' arraysize='*' xtype='timestamp'",
            "yesterday",
            "`yesterday` is not a date and time as YYYY-MM-DDThh:mm:ss; correct it, or leave out the xtype",
        ),
    ] {
        assert_eq!(refused(attributes, td), format!("row 1, column `a`: {expected}"));
    }
}

#[test]
fn a_wrong_field_is_told() {
    for (attributes, expected) in [
        ("", "has no datatype"),
        (
            "datatype='int' arraysize='3y'",
            "has the arraysize `3y`; expected numbers such as `3`, `*`, `3x2` or `3x*`",
        ),
        (
            "datatype='integer'",
            "has the datatype `integer`; expected boolean, bit, unsignedByte, short, int, long, float, double, \
             floatComplex, doubleComplex, char or unicodeChar",
        ),
        ("datatype='char' arraysize='0x*'", "has the arraysize `0x*`, whose texts have no character"),
    ] {
        assert_eq!(refused(attributes, ""), format!("column 1, `a`: {expected}"));
    }
}

#[test]
fn what_is_not_read_is_refused_with_a_way_out() {
    let field = "<FIELD name='a' datatype='int'/>";
    for (data, expected) in [
        (
            "<FITS/>",
            "line 3: FITS inside of a VOTable is not read; send the FITS file itself, or TABLEDATA, BINARY or BINARY2",
        ),
        (
            "<BINARY><STREAM href='http://127.0.0.1/x'/></BINARY>",
            "line 3: the rows are elsewhere (`href`), and are not fetched; send them in the document",
        ),
        (
            "<BINARY2><STREAM encoding='dynamic'/></BINARY2>",
            "line 3: the STREAM has the encoding `dynamic`; expected base64 or gzip",
        ),
        (
            "<TABLEDATA><TR><TD encoding='base64'>AAAA</TD></TR></TABLEDATA>",
            "row 1: cells with the encoding `base64` are not read; send text or BINARY2",
        ),
        ("<TABLEDATA><TR></TR></TABLEDATA>", "row 1: it has 0 cells where the table has 1 columns"),
        (
            "<TABLEDATA><TR><TD/><TD/></TR></TABLEDATA>",
            "row 1: it has more cells than the table has columns, which is 1",
        ),
        ("<TABLEDATA><TD/></TABLEDATA>", "line 3: expected `TR`, found `TD`"),
    ] {
        assert_eq!(upload(votable(field, data)).unwrap_err(), expected);
    }
    let none = upload("<VOTABLE><RESOURCE><TABLE/></RESOURCE></VOTABLE>").unwrap_err();
    assert_eq!(none, "line 1: the document has no TABLE with a FIELD");
    let error =
        "<VOTABLE><RESOURCE><INFO name='QUERY_STATUS' value='ERROR'>no table x</INFO></RESOURCE></VOTABLE>";
    assert_eq!(
        upload(error).unwrap_err(),
        "line 1: the document is the error of another service: no table x"
    );
    assert_eq!(upload("<svg/>").unwrap_err(), "line 1: a VOTable begins with `VOTABLE`, not with `svg`");
}

#[test]
fn old_documents_are_read() {
    let document = "<?xml version=\"1.0\"?>\n<!DOCTYPE VOTABLE SYSTEM \"http://us-vo.org/xml/VOTable.dtd\">\n\
        <v:VOTABLE version=\"1.0\" xmlns:v=\"http://vizier.u-strasbg.fr/VOTable\"><v:DEFINITIONS><v:COOSYS ID=\"J2000\" \
        equinox=\"2000.\" epoch=\"2000.\" system=\"eq_FK5\"/></v:DEFINITIONS><v:RESOURCE><v:RESOURCE><v:TABLE>\
        <v:FIELD name=\"RA\" datatype=\"float\" ref=\"J2000\" width=\"5\"/><v:DATA><v:TABLEDATA><v:TR><v:TD>1</v:TD></v:TR>\
        </v:TABLEDATA></v:DATA></v:TABLE></v:RESOURCE></v:RESOURCE></v:VOTABLE>\n";
    let read = upload(document).unwrap();
    assert_eq!(read.rows, batch(&[vec![Value::Float4(1.0)]]));
    assert_eq!(read.columns[0].field.frame, Some(Frame::Fk5));
    let utf16: Vec<u8> = document.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(upload(utf16).unwrap().rows, read.rows);
}
