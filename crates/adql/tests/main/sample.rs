//! A small published set with one of everything.

mod composed;

use std::sync::Arc;

use adql::{AdqlError, Options, Translation, translate};
use catalogue::{
    Access, Arraysize, Collection, Column, Condition, Datatype, Field, Frame, PgBase, PgType, Position,
    Relation, Scope, ScopedSchema, Storage, Table, TableKind, ValueType,
};
use sky::{CellRange, Coverage, Region, SkyError};

use crate::extensions::extensions;

/// What the sample's scope makes of a query.
pub fn translated(text: &str) -> Result<Translation, AdqlError> {
    translate(text, &scope(), &FewCells, &options())
}

/// The default options with what plugins add.
pub fn options() -> Options {
    Options { extensions: extensions(), ..Options::default() }
}

/// Covers every region with the same three ranges, so that translations do not depend on how cells are chosen.
pub struct FewCells;

impl Coverage for FewCells {
    fn cover(&self, _region: &Region) -> Result<Vec<CellRange>, SkyError> {
        let range = |first, last, full| CellRange { first, last, full };
        Ok(vec![range(100, 199, false), range(200, 299, true), range(400, 400, false)])
    }
}

/// Schemas `jplus` (a survey), `demo` (every type), `other` (names that `demo` has too) and `jpas` (composed tables).
pub fn scope() -> Scope {
    let schemas = [
        ("jplus", "sim-dr1", vec![mag_ab_dual_obj(), tile_image(), restricted()]),
        ("demo", "demo-1", vec![stars(), observations()]),
        ("other", "other-1", vec![observations()]),
        ("jpas", "sim-jpas", composed::tables()),
    ];
    let schemas = schemas.into_iter().map(|(name, id, tables)| ScopedSchema {
        name: name.to_owned(),
        collection: Arc::new(collection(id, name, tables)),
    });
    Scope::new("c0ffee", "tap", schemas.collect())
}

fn collection(id: &str, schema: &str, tables: Vec<Table>) -> Collection {
    Collection {
        id: id.to_owned(),
        title: id.to_owned(),
        description: String::new(),
        creators: Vec::new(),
        released: None,
        access: Access::public(),
        announced: false,
        schema: schema.to_owned(),
        tables,
        images: None,
    }
}

fn table(name: &str, relation: (&str, &str), columns: Vec<Column>) -> Table {
    Table {
        name: name.to_owned(),
        kind: TableKind::Table,
        title: None,
        description: None,
        utype: None,
        rows: None,
        relation: Relation {
            schema: relation.0.to_owned(),
            table: relation.1.to_owned(),
            conditions: Vec::new(),
        },
        parts: Vec::new(),
        columns,
        position: None,
        foreign_keys: Vec::new(),
        cone_search: false,
        storage: Storage::Plain,
        statistics: None,
        ..Table::default()
    }
}

fn position(lon: usize, lat: usize) -> Option<Position> {
    Some(Position { lon, lat, healpix: Some("hpx".to_owned()), frame: Frame::Icrs })
}

/// A column whose name in PostgreSQL is the published one in lower case.
fn column(name: &str, pg_type: PgType, value_type: ValueType) -> Column {
    Column {
        field: Field::new(name, value_type),
        pg_name: name.to_lowercase(),
        pg_type,
        part: 0,
        indexed: false,
        principal: true,
        std: false,
        enumeration: None,
    }
}

fn scalar(name: &str, base: PgBase, datatype: Datatype) -> Column {
    column(name, PgType::scalar(base), ValueType::scalar(datatype))
}

fn int(name: &str) -> Column {
    scalar(name, PgBase::Int4, Datatype::Int)
}

fn real(name: &str, unit: &str, ucd: &str) -> Column {
    described(scalar(name, PgBase::Float4, Datatype::Float), unit, ucd)
}

fn double(name: &str, unit: &str, ucd: &str) -> Column {
    described(scalar(name, PgBase::Float8, Datatype::Double), unit, ucd)
}

fn text(name: &str) -> Column {
    column(name, PgType::scalar(PgBase::Text), ValueType::text())
}

fn array(name: &str, base: PgBase, datatype: Datatype, fixed: &[u32], variable: bool) -> Column {
    let arraysize = Some(Arraysize { fixed: fixed.to_vec(), variable });
    column(name, PgType::array(base), ValueType { datatype, arraysize, xtype: None })
}

fn described(mut column: Column, unit: &str, ucd: &str) -> Column {
    column.field.unit = (!unit.is_empty()).then(|| unit.to_owned());
    column.field.ucd = (!ucd.is_empty()).then(|| ucd.to_owned());
    column.field.description = Some(format!("the {}", column.field.name));
    column
}

fn of_jplus(column: Column) -> Column {
    Column { enumeration: Some("jplus".to_owned()), ..column }
}

fn with_xtype(mut column: Column, xtype: &str) -> Column {
    column.field.value_type.xtype = Some(xtype.to_owned());
    column
}

fn with_frame(mut column: Column) -> Column {
    column.field.frame = Some(Frame::Icrs);
    column
}

fn mag_ab_dual_obj() -> Table {
    let magnitudes = |name: &str| {
        of_jplus(described(array(name, PgBase::Float4, Datatype::Float, &[12], false), "mag", "phot.mag"))
    };
    let columns = vec![
        Column { indexed: true, ..int("TILE_ID") },
        int("NUMBER"),
        with_frame(double("ALPHA_J2000", "deg", "pos.eq.ra;meta.main")),
        with_frame(double("DELTA_J2000", "deg", "pos.eq.dec;meta.main")),
        real("CLASS_STAR", "", "src.class.starGalaxy"),
        magnitudes("MAG_AUTO"),
        magnitudes("MAG_PSFCOR"),
        of_jplus(array("FLAGS", PgBase::Int2, Datatype::Short, &[12], false)),
    ];
    Table { position: position(2, 3), ..table("MagABDualObj", ("sim_dr1", "magabdualobj"), columns) }
}

fn tile_image() -> Table {
    let columns = vec![
        int("TILE_ID"),
        text("NAME"),
        double("RA", "deg", "pos.eq.ra"),
        double("DEC", "deg", "pos.eq.dec"),
        real("FWHM_MEAN", "arcsec", ""),
    ];
    table("TileImage", ("sim_dr1", "tileimage"), columns)
}

/// A sky table whose relation shows a caller only some of its rows.
fn restricted() -> Table {
    let columns = vec![int("ID"), double("RA", "deg", ""), double("DEC", "deg", ""), real("MAG", "mag", "")];
    let mut table = table("Restricted", ("sim_dr1", "restricted"), columns);
    table.position = position(1, 2);
    let condition = |column: &str, one_of: &[&str]| Condition {
        column: column.to_owned(),
        one_of: one_of.iter().map(|&value| value.to_owned()).collect(),
    };
    table.relation.conditions = vec![condition("survey", &["jplus"]), condition("release", &["o'1", "o\\2"])];
    table
}

fn stars() -> Table {
    let moment =
        |name: &str, base| with_xtype(column(name, PgType::scalar(base), ValueType::text()), "timestamp");
    let columns = vec![
        scalar("id", PgBase::Int8, Datatype::Long),
        text("name"),
        with_frame(double("ra", "deg", "pos.eq.ra;meta.main")),
        with_frame(double("dec", "deg", "pos.eq.dec;meta.main")),
        real("mag", "mag", "phot.mag"),
        real("mag_b", "mag", "phot.mag;em.opt.B"),
        double("parallax", "mas", "pos.parallax"),
        scalar("small", PgBase::Int2, Datatype::Short),
        scalar("variable", PgBase::Bool, Datatype::Boolean),
        moment("observed", PgBase::Timestamp),
        moment("published", PgBase::TimestampTz),
        moment("night", PgBase::Date),
        array("spectrum", PgBase::Float4, Datatype::Float, &[], true),
        array("matrix", PgBase::Float8, Datatype::Double, &[3, 2], false),
        with_xtype(array("place", PgBase::Float8, Datatype::Double, &[2], false), "point"),
        with_xtype(array("field", PgBase::Float8, Datatype::Double, &[3], false), "circle"),
        array("footprint", PgBase::Float8, Datatype::Double, &[], true),
        column(
            "thumbnail",
            PgType::scalar(PgBase::Bytea),
            ValueType { datatype: Datatype::UnsignedByte, arraysize: Some(Arraysize::any()), xtype: None },
        ),
        int("size"),
        Column { pg_name: "mixed \"case\"".to_owned(), ..text("Mixed Case") },
    ];
    let mut columns = columns;
    columns[16] = with_xtype(columns[16].clone(), "polygon");
    Table { position: position(2, 3), ..table("stars", ("demo", "stars"), columns) }
}

fn observations() -> Table {
    let columns = vec![
        scalar("id", PgBase::Int8, Datatype::Long),
        text("filter"),
        double("exposure", "s", "time.duration;obs.exposure"),
        double("ra", "deg", "pos.eq.ra"),
        double("dec", "deg", "pos.eq.dec"),
        scalar("quality", PgBase::Float8, Datatype::Double),
    ];
    table("obs", ("demo", "obs"), columns)
}
