//! Tests of statistics in the making.

use catalogue::{Datatype, Field as Declared, PgType, ValueType};

use super::*;
use crate::Moc;

/// Rows in PostgreSQL's binary form: each value its bytes, or none.
fn rows(rows: &[Vec<Option<Vec<u8>>>]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        out.extend_from_slice(&(row.len() as i16).to_be_bytes());
        for value in row {
            let length = value.as_ref().map_or(-1, |value| value.len() as i32);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(value.as_deref().unwrap_or_default());
        }
    }
    out
}

fn reals(values: &[Option<f32>]) -> Vec<u8> {
    let mut out = [1_i32, 1, 700, values.len() as i32, 1].map(i32::to_be_bytes).concat();
    for value in values {
        out.extend_from_slice(&value.map_or(-1_i32, |_| 4).to_be_bytes());
        out.extend(value.map(f32::to_be_bytes).into_iter().flatten());
    }
    out
}

fn column(name: &str, datatype: Datatype, pg_type: PgType) -> Column {
    let value_type = match datatype {
        Datatype::Char => ValueType::text(),
        datatype => ValueType::scalar(datatype),
    };
    Column {
        field: Declared::new(name, value_type),
        pg_name: name.to_owned(),
        pg_type,
        part: 0,
        indexed: false,
        principal: false,
        std: false,
        enumeration: None,
    }
}

fn scalar(name: &str, datatype: Datatype, base: PgBase) -> Column {
    column(name, datatype, PgType::scalar(base))
}

/// Least, greatest and part of nulls of each column.
fn found(observer: &Observer) -> Vec<(Option<String>, Option<String>, f64)> {
    let columns = observer.finish().columns.into_iter();
    columns.map(|column| (column.min, column.max, column.null_fraction)).collect()
}

fn ends(min: &str, max: &str, null_fraction: f64) -> (Option<String>, Option<String>, f64) {
    (Some(min.to_owned()), Some(max.to_owned()), null_fraction)
}

#[test]
fn extremes_are_those_of_each_type_as_a_votable_writes_them() {
    let columns = [
        scalar("short", Datatype::Short, PgBase::Int2),
        scalar("long", Datatype::Long, PgBase::Int8),
        scalar("mag", Datatype::Float, PgBase::Float4),
        scalar("day", Datatype::Char, PgBase::Date),
        scalar("time", Datatype::Char, PgBase::Timestamp),
        scalar("name", Datatype::Char, PgBase::Text),
    ];
    let row = |short: i16, long: i64, mag: f32, day: i32, micros: i64| {
        vec![
            Some(short.to_be_bytes().to_vec()),
            Some(long.to_be_bytes().to_vec()),
            Some(mag.to_be_bytes().to_vec()),
            Some(day.to_be_bytes().to_vec()),
            Some(micros.to_be_bytes().to_vec()),
            Some(b"x".to_vec()),
        ]
    };
    let mut observer = Observer::new(&columns, None);
    observer.observe(&rows(&[row(-3, i64::MIN, 0.1, 0, 500_000), row(7, i64::MAX, -1e20, 59, 0)])).unwrap();
    observer.observe(&rows(&[row(0, 0, 0.0, i32::MAX, i64::MIN)])).unwrap();
    assert_eq!(
        found(&observer),
        [
            ends("-3", "7", 0.0),
            ends("-9223372036854775808", "9223372036854775807", 0.0),
            ends("-1E20", "0.1", 0.0),
            ends("2000-01-01", "2000-02-29", 0.0),
            ends("2000-01-01T00:00:00", "2000-01-01T00:00:00.5", 0.0),
            (None, None, 0.0),
        ]
    );
    assert_eq!(observer.finish().rows, 3);
}

#[test]
fn nan_and_null_are_no_values() {
    let columns =
        [scalar("mag", Datatype::Double, PgBase::Float8), scalar("id", Datatype::Int, PgBase::Int4)];
    let row = |mag: Option<f64>, id: Option<i32>| {
        vec![mag.map(|mag| mag.to_be_bytes().to_vec()), id.map(|id| id.to_be_bytes().to_vec())]
    };
    let mut observer = Observer::new(&columns, None);
    let seen = [row(Some(f64::NAN), None), row(None, None), row(Some(2.5), None), row(Some(f64::NAN), None)];
    observer.observe(&rows(&seen)).unwrap();
    assert_eq!(found(&observer), [ends("2.5", "2.5", 0.75), (None, None, 1.0)]);
}

#[test]
fn arrays_count_by_their_elements() {
    let columns = [column("mag", Datatype::Float, PgType::array(PgBase::Float4))];
    let row = |values: &[Option<f32>]| vec![Some(reals(values))];
    let empty = vec![Some([0_i32, 0, 700].map(i32::to_be_bytes).concat())];
    let mut observer = Observer::new(&columns, None);
    let seen = [row(&[Some(20.5), None, Some(f32::NAN)]), row(&[None, Some(f32::NAN)]), empty, vec![None]];
    observer.observe(&rows(&seen)).unwrap();
    observer.observe(&rows(&[row(&[Some(17.25), Some(f32::INFINITY)])])).unwrap();
    assert_eq!(found(&observer), [ends("17.25", "+Inf", 0.6)]);
}

#[test]
fn observers_of_parts_know_together_what_one_of_all_knows() {
    let columns = [scalar("x", Datatype::Double, PgBase::Float8), scalar("n", Datatype::Int, PgBase::Int4)];
    let position = Position { lon: 0, lat: 0, healpix: None, frame: catalogue::Frame::Icrs };
    let row =
        |n: i32| vec![Some((f64::from(n) / 3.0).to_be_bytes().to_vec()), Some(n.to_be_bytes().to_vec())];
    let all: Vec<_> = (-90..200).map(row).collect();
    let mut whole = Observer::new(&columns, Some(&position));
    whole.observe(&rows(&all)).unwrap();
    let mut parts = Observer::new(&columns, Some(&position));
    for part in all.chunks(17) {
        let mut one = Observer::new(&columns, Some(&position));
        one.observe(&rows(part)).unwrap();
        parts.merge(one);
    }
    assert_eq!(parts.finish(), whole.finish());
    assert_eq!(whole.finish().rows, 290);
}

#[test]
fn coverage_comes_from_degrees_from_a_column_of_cells_and_from_outside() {
    let columns =
        [scalar("l", Datatype::Double, PgBase::Float8), scalar("b", Datatype::Double, PgBase::Float8)];
    let at = |lon: f64, lat: f64| SkyPosition::new(lon, lat).unwrap();
    let places = [(10.0, 20.0), (200.5, -75.0), (359.9, 0.0)];
    let galactic = Position { lon: 0, lat: 1, healpix: None, frame: catalogue::Frame::Galactic };
    let mut degrees = Observer::new(&columns, Some(&galactic));
    let mut cells = Observer::new(&columns, None).with_cell_at(2);
    let mut outside = Observer::new(&columns, None);
    for (lon, lat) in places {
        let cell = Healpix::index(&Frame::rotate(Frame::Galactic, Frame::Icrs, &at(lon, lat)));
        let (lon, lat) = (Some(lon.to_be_bytes().to_vec()), Some(lat.to_be_bytes().to_vec()));
        degrees.observe(&rows(&[vec![lon.clone(), lat.clone()]])).unwrap();
        cells.observe(&rows(&[vec![lon, lat, Some(cell.to_be_bytes().to_vec())]])).unwrap();
        outside.observe_cell(cell);
    }
    let moc: Moc = degrees.finish().moc.unwrap().parse().unwrap();
    assert_eq!(moc.ranges().len(), 3);
    assert_eq!(cells.finish().moc, degrees.finish().moc);
    assert_eq!(outside.finish().moc, degrees.finish().moc);
}

#[test]
fn rows_that_are_nowhere_have_no_cell() {
    let columns =
        [scalar("ra", Datatype::Double, PgBase::Float8), scalar("dec", Datatype::Double, PgBase::Float8)];
    let position = Position { lon: 0, lat: 1, healpix: None, frame: catalogue::Frame::Icrs };
    let mut observer = Observer::new(&columns, Some(&position));
    let row = |lon: f64, lat: f64| vec![Some(lon.to_be_bytes().to_vec()), Some(lat.to_be_bytes().to_vec())];
    let seen = [row(f64::NAN, 1.0), row(10.0, 91.0), vec![None, None]];
    observer.observe(&rows(&seen)).unwrap();
    assert_eq!(observer.finish().moc.as_deref(), Some("10/"));
    assert_eq!(Observer::new(&columns, None).finish(), TableStatistics::default());
}

#[test]
fn coverage_that_is_scattered_has_a_coarser_order() {
    let mut observer = Observer::new(&[], None);
    (0..200_000).for_each(|n| observer.observe_cell(n * (sky::LAST_CELL / 200_000)));
    let text = observer.finish().moc.unwrap();
    let moc: Moc = text.parse().unwrap();
    assert!(text.len() <= 64 * 1024 && moc.order() < 10, "order {}, {} bytes", moc.order(), text.len());
}

#[test]
fn rows_of_another_table_are_refused() {
    let mut observer = Observer::new(&[scalar("id", Datatype::Int, PgBase::Int4)], None);
    let whole = rows(&[vec![Some(1_i32.to_be_bytes().to_vec())]]);
    observer.observe(&whole).unwrap();
    for (broken, reason) in [
        (whole[..9].to_vec(), "row 2 of those observed is not whole: 1 columns were announced"),
        (rows(&[vec![]]), "row 3 of those observed is not whole: 1 columns were announced"),
        (
            rows(&[vec![Some(vec![1, 2])]]),
            "row 4 of those observed: the value of column `id` is not of the announced type",
        ),
    ] {
        assert_eq!(observer.observe(&broken).unwrap_err().to_string(), reason);
    }
}

#[test]
fn broken_arrays_are_refused() {
    let columns = [column("mag", Datatype::Float, PgType::array(PgBase::Float4))];
    let array = reals(&[Some(1.0), Some(2.0)]);
    let mut other_length = array.clone();
    other_length[23] = 3;
    let mut dimensions = array.clone();
    dimensions[0] = 0x7f;
    for broken in [array[..array.len() - 1].to_vec(), array[..11].to_vec(), other_length, dimensions] {
        let mut observer = Observer::new(&columns, None);
        let error = observer.observe(&rows(&[vec![Some(broken)]])).unwrap_err();
        assert_eq!(error, StatisticsError::Value { row: 1, column: "mag".to_owned() });
    }
}
