//! Tables in ECSV, as astropy writes them.

use std::io::Cursor;

use formats::read::{Hint, Limits, ReadError, TableReader, open};

use crate::pg::{FLOAT4, INT8, Value, batch, text};

const LIMITS: Limits =
    Limits { bytes_max: 100_000_000, rows_max: 1000, columns_max: 100, cell_bytes_max: 100_000 };

/// Written by astropy's `Table.write(format="ascii.ecsv")`: two rows of numbers, masked values, arrays of one and two
/// dimensions, objects; with metadata, and a description that was folded.
const BLANKS: &str = r#"# %ECSV 1.0
# ---
# datatype:
# - {name: id, datatype: int64}
# - {name: ra, unit: deg, datatype: float64, description: 'Right "ascension", of: all # sources that are long enough for the line to be
#     folded by the YAML writer'}
# - {name: name, datatype: string}
# - {name: quote ", datatype: string}
# - {name: mag, unit: mag, datatype: string, subtype: 'float32[3]'}
# - {name: img, datatype: string, subtype: 'int64[3,2]'}
# - {name: var, datatype: string, subtype: json}
# - {name: flag, datatype: bool}
# - {name: u, datatype: uint8}
# meta: !!omap
# - {comment: hello}
# - keys:
#   - 1
#   - {b: c}
# schema: astropy-2.0
id ra name "quote """ mag img var flag u
1 10.5 "a b" "q""q" [1.0,2.0,3.0] [[0,1],[2,3],[4,5]] [1.0,2.0] True 255
2 nan "" é [4.0,5.0,6.0] [[6,7],[8,9],[10,11]] [3.0] "" 0
"#;

fn opened(document: &str) -> Result<TableReader, ReadError> {
    open(Box::new(Cursor::new(document.as_bytes().to_vec())), &Hint::default(), &LIMITS)
}

fn rows(mut table: TableReader) -> Result<Vec<u8>, ReadError> {
    let mut rows = Vec::new();
    while table.batch(&mut rows)? > 0 {}
    Ok(rows)
}

fn fault(document: &str) -> String {
    opened(document).and_then(rows).unwrap_err().to_string()
}

fn magnitudes(values: [f32; 3]) -> Value {
    Value::Array(FLOAT4, values.map(Value::Float4).to_vec())
}

fn image(from: i64) -> Value {
    Value::Array(INT8, (from..from + 6).map(Value::Int8).collect())
}

#[test]
fn what_astropy_writes_is_read_with_types_units_and_descriptions() {
    let table = opened(BLANKS).unwrap();
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let value_type = &column.field.value_type;
            let shape = value_type.arraysize.as_ref().map(|shape| format!("[{shape}]")).unwrap_or_default();
            format!("{} {}{shape}", column.field.name, value_type.datatype.name())
        })
        .collect();
    let expected = [
        "id long",
        "ra double",
        "name unicodeChar[*]",
        "quote \" unicodeChar[*]",
        "mag float[3]",
        "img long[2x3]",
        "var unicodeChar[*]",
        "flag boolean",
        "u unsignedByte",
    ];
    assert_eq!(columns, expected);
    let ra = &table.columns[1].field;
    assert_eq!(ra.unit.as_deref(), Some("deg"));
    let description = "Right \"ascension\", of: all # sources that are long enough for the line to be folded by the YAML writer";
    assert_eq!(ra.description.as_deref(), Some(description));
}

#[test]
fn values_come_with_blanks_and_with_commas_between_them() {
    let commas = BLANKS
        .replace("# meta:", "# delimiter: ','\n# meta:")
        .replace(
            "id ra name \"quote \"\"\" mag img var flag u",
            "id,ra,name,\"quote \"\"\",mag,img,var,flag,u",
        )
        .replace(
            "1 10.5 \"a b\" \"q\"\"q\" [1.0,2.0,3.0] [[0,1],[2,3],[4,5]] [1.0,2.0] True 255",
            "1,10.5,a b,\"q\"\"q\",\"[1.0,2.0,3.0]\",\"[[0,1],[2,3],[4,5]]\",\"[1.0,2.0]\",True,255",
        )
        .replace(
            "2 nan \"\" é [4.0,5.0,6.0] [[6,7],[8,9],[10,11]] [3.0] \"\" 0",
            "2,nan,,é,\"[4.0,5.0,6.0]\",\"[[6,7],[8,9],[10,11]]\",[3.0],,0",
        );
    let expected = batch(&[
        vec![
            Value::Int8(1),
            Value::Float8(10.5),
            text("a b"),
            text("q\"q"),
            magnitudes([1.0, 2.0, 3.0]),
            image(0),
            text("[1.0,2.0]"),
            Value::Bool(true),
            Value::Int2(255),
        ],
        vec![
            Value::Int8(2),
            Value::Float8(f64::NAN),
            Value::Null,
            text("é"),
            magnitudes([4.0, 5.0, 6.0]),
            image(6),
            text("[3.0]"),
            Value::Null,
            Value::Int2(0),
        ],
    ]);
    assert_eq!(rows(opened(BLANKS).unwrap()), Ok(expected.clone()));
    assert_eq!(rows(opened(&commas).unwrap()), Ok(expected));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (from, to, told) in [
        ("2 nan", "2.5 nan", "line 22: `2.5` is no long"),
        ("[4.0,5.0,6.0]", "[4.0,5.0]", "line 22: an array has 2 elements instead of 3"),
        ("[4.0,5.0,6.0]", "[4.0,x,6.0]", "line 22: `x` in an array is no float"),
        ("\"\" 0\n", "\"\"\n", "line 22: it has 8 values, and the header has 9 columns"),
        ("id ra name", "id de name", "line 20: the names of the columns are not those of the header"),
        (
            "datatype: int64}",
            "datatype: int65}",
            "the header: column `id` has the datatype `int65`, which ECSV 1.0 does not have",
        ),
        ("# datatype:\n", "# datatypes:\n", "the header: it declares no column under `datatype`"),
        ("# meta:", "# delimiter: '|'\n# meta:", "the header: `delimiter` is neither a blank nor a comma"),
        ("# - {comment", "#- {comment", "line 15: a line of the header begins with `# `"),
    ] {
        assert_eq!(fault(&BLANKS.replacen(from, to, 1)), told, "{to}");
    }
    assert!(
        fault(&BLANKS.replacen("{name: id", "{name: [id", 1))
            .starts_with("the header: the YAML cannot be read: ")
    );
}

#[test]
fn a_deep_header_is_no_trouble() {
    let deep = "[".repeat(100_000);
    assert!(opened(&format!("# %ECSV 1.0\n# ---\n# datatype: {deep}\nid\n")).is_err());
}
