//! The frame of a VOTable: head, INFO elements, FIELDs, the end.

use catalogue::{Arraysize, Datatype, Frame, PgBase, PgType, ResultColumn};
use formats::{End, Format, FormatError, Head, Info, Options, writer};

use crate::pg::{Value, batch};
use crate::reader::read;
use crate::write::{array, column, document, scalar};

fn finished(
    head: &Head<'_>,
    format: &str,
    end: impl FnOnce(&mut dyn formats::Writer, &mut Vec<u8>),
) -> String {
    let mut writer = writer(&Format::parse(Some(format)).unwrap(), head, &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    end(writer.as_mut(), &mut out);
    String::from_utf8(out).unwrap()
}

fn refused(column: ResultColumn) -> String {
    match writer(&Format::default(), &Head::new(&[column]), &Options::default()) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.for_client(),
    }
}

#[test]
fn metadata_of_a_field_is_written_escaped() {
    let mut flux = scalar("flux \"r\"", Datatype::Float, PgBase::Float4);
    flux.field.unit = Some("Jy".into());
    flux.field.ucd = Some("phot.flux;em.opt.R".into());
    flux.field.utype = Some("a:b".into());
    flux.field.description = Some("Flux < 1 & > 0\u{1}".into());
    let infos = [Info::new("QUERY", "SELECT \"a\" FROM t WHERE a < 1")];
    let columns = [flux];
    let head =
        Head { infos: &infos, name: Some("result"), description: Some("A & B"), ..Head::new(&columns) };
    let document = finished(&head, "votable/td", |writer, out| {
        writer.end(&End { rows: 0, overflow: false }, out).unwrap();
    });
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n\
        <RESOURCE type=\"results\">\n\
        <INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n\
        <INFO name=\"QUERY\" value=\"SELECT &quot;a&quot; FROM t WHERE a &lt; 1\"/>\n\
        <TABLE name=\"result\">\n\
        <DESCRIPTION>A &amp; B</DESCRIPTION>\n\
        <FIELD name=\"flux &quot;r&quot;\" datatype=\"float\" unit=\"Jy\" ucd=\"phot.flux;em.opt.R\" utype=\"a:b\">\n\
        <DESCRIPTION>Flux &lt; 1 &amp; &gt; 0\u{fffd}</DESCRIPTION>\n\
        </FIELD>\n\
        <DATA><TABLEDATA>\n</TABLEDATA></DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n";
    assert_eq!(document, expected);
}

#[test]
fn overflow_is_told_after_the_table() {
    for format in ["votable/td", "votable/b", "votable/b2"] {
        let columns = [scalar("a", Datatype::Int, PgBase::Int4)];
        let document = finished(&Head::new(&columns), format, |writer, out| {
            let rows = writer.rows(&batch(&[vec![Value::Int4(7)]]), out).unwrap();
            writer.end(&End { rows, overflow: true }, out).unwrap();
        });
        let seen = read(&document);
        let statuses: Vec<_> =
            seen.infos.iter().map(|(name, value, _)| (name.as_str(), value.as_str())).collect();
        assert_eq!(statuses, [("QUERY_STATUS", "OK"), ("QUERY_STATUS", "OVERFLOW")]);
        assert_eq!((seen.rows.len(), seen.elements.last().map(String::as_str)), (1, Some("INFO")));
    }
}

#[test]
fn each_frame_is_declared_once() {
    let framed = |name: &str, frame| {
        let mut column = scalar(name, Datatype::Double, PgBase::Float8);
        column.field.frame = Some(frame);
        column
    };
    let columns = [
        framed("l", Frame::Galactic),
        framed("b", Frame::Galactic),
        framed("ra", Frame::Fk5),
        framed("d", Frame::Fk4),
    ];
    let document = document("votable/td", &columns, &[]);
    let frames = "<COOSYS ID=\"galactic\" system=\"galactic\"/>\n\
        <COOSYS ID=\"fk5\" system=\"eq_FK5\" equinox=\"J2000\"/>\n\
        <COOSYS ID=\"fk4\" system=\"eq_FK4\" equinox=\"B1950\"/>\n<RESOURCE";
    assert!(document.contains(frames), "{document}");
    assert_eq!(document.matches("ref=\"galactic\"").count(), 2);
    let newer = crate::write::document("votable/td;version=1.5", &columns, &[]);
    let frames = "<VOTABLE version=\"1.5\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n\
        <COOSYS ID=\"galactic\" system=\"GALACTIC\"/>\n\
        <COOSYS ID=\"fk5\" system=\"FK5\" equinox=\"J2000\"/>\n\
        <COOSYS ID=\"fk4\" system=\"FK4\" equinox=\"B1950\"/>\n<RESOURCE";
    assert!(newer.contains(frames), "{newer}");
}

#[test]
fn integers_declare_a_null_where_nothing_else_can_say_it() {
    let mut marked = scalar("m", Datatype::Int, PgBase::Int4);
    marked.field.null = Some(-99);
    let columns = [
        scalar("s", Datatype::Short, PgBase::Int2),
        marked,
        array("a", Datatype::Long, "*", PgBase::Int8),
        scalar("u", Datatype::UnsignedByte, PgBase::Int2),
        column("raw", Datatype::UnsignedByte, "2", PgType::scalar(PgBase::Bytea)),
        scalar("f", Datatype::Float, PgBase::Float4),
    ];
    let nulls = |format: &str| -> Vec<_> {
        let fields = read(&document(format, &columns, &[])).fields;
        fields.into_iter().map(|field| (field.datatype, field.arraysize, field.null)).collect()
    };
    let of = |datatype: &str, arraysize: Option<&str>, null: Option<i64>| {
        (datatype.to_owned(), arraysize.map(str::to_owned), null)
    };
    let long = of("long", Some("*"), Some(i64::MIN));
    for format in ["votable/td", "votable/b2"] {
        let expected = [
            of("short", None, None),
            of("int", None, Some(-99)),
            long.clone(),
            of("unsignedByte", None, None),
            of("unsignedByte", Some("2"), None),
            of("float", None, None),
        ];
        assert_eq!(nulls(format), expected, "{format}");
    }
    let expected = [
        of("short", None, Some(-32768)),
        of("int", None, Some(-99)),
        long,
        of("short", None, Some(-32768)),
        of("unsignedByte", Some("*"), None),
        of("float", None, None),
    ];
    assert_eq!(nulls("votable/b"), expected);
}

#[test]
fn a_column_that_cannot_hold_its_values_is_refused() {
    for (column, expected) in [
        (scalar("a", Datatype::Boolean, PgBase::Int4), "declared as boolean, which cannot hold int4 values"),
        (scalar("a", Datatype::Double, PgBase::Text), "declared as double, which cannot hold text values"),
        (
            array("a", Datatype::Float, "", PgBase::Float4),
            "declared as float, which cannot hold float4[] values",
        ),
        (
            column("a", Datatype::Float, "3", PgType::scalar(PgBase::Float4)),
            "declared as float[3], which cannot hold float4 values",
        ),
        (
            array("a", Datatype::Char, "5", PgBase::Text),
            "declared as char[5], which cannot hold text[] values",
        ),
        (
            array("a", Datatype::UnsignedByte, "*", PgBase::Bytea),
            "declared as unsignedByte[*], which cannot hold bytea[] values",
        ),
        (
            array("a", Datatype::Float, "4000000000x4000000000", PgBase::Float4),
            "declared as float[4000000000x4000000000], which cannot hold float4[] values",
        ),
    ] {
        assert_eq!(refused(column), format!("column `a` is {expected} of the database"));
    }
}

#[test]
fn a_null_marker_out_of_range_is_refused() {
    let mut column = scalar("a", Datatype::UnsignedByte, PgBase::Int2);
    column.field.null = Some(-1);
    assert_eq!(refused(column), "column `a` has the null marker -1, which is not a value of unsignedByte");
}

#[test]
fn an_answer_without_columns_is_refused() {
    let error = writer(&Format::default(), &Head::new(&[]), &Options::default()).err().unwrap();
    assert_eq!((&error, error.status()), (&FormatError::NoColumns, 400));
    assert_eq!(error.for_client(), "the answer has no column; select at least one");
}

#[test]
fn dimensions_are_declared_first_one_fastest() {
    let mut column = array("a", Datatype::Float, "3x*", PgBase::Float4);
    assert!(document("votable/td", &[column.clone()], &[]).contains("arraysize=\"3x*\""));
    column.field.value_type.arraysize = Some(Arraysize { fixed: vec![3, 2], variable: false });
    assert!(document("votable/td", &[column], &[]).contains("arraysize=\"3x2\""));
}
