//! Times of searches of a million images by their footprints, in a real PostgreSQL: `cargo run --release --example images`.
//!
//! Each line has a name, and the median, the 90th and the 99th percentile of planning and execution in milliseconds, the
//! median of the rows that were found and of those that were tested. The last line is the connection string of the
//! server, which stays until standard input ends.

#![expect(clippy::print_stdout, reason = "the answer of this program")]

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
#[path = "../tests/main/bound.rs"]
mod bound;

use std::io::{BufWriter, Write};
use std::process::Stdio;

use adql::{Options, translate};
use catalogue::{Published, Scope, Viewer, parse};
use private_postgres::PrivateServer;
use sky::{Healpix, Polygon, Region, SkyPosition, footprint};

/// Fields of the survey, each in twelve filters.
const FIELDS: usize = 83_334;
const FILTERS: usize = 12;
const SEARCHES: usize = 200;
/// Why a measurement stops.
const WRONG: &str = "psql runs, and the survey and its searches are valid";

fn main() {
    let server = PrivateServer::temporary(|_| {}).expect(WRONG);
    psql(&server, |out| {
        writeln!(out, "{};\n{}", pg_functions::install_sql(None), catalogue::images::create_sql())
            .expect(WRONG);
        out.write_all(WITHOUT_INDEXES.as_bytes()).expect(WRONG);
        rows(out);
        out.write_all(WITH_INDEXES.as_bytes()).expect(WRONG);
    });
    let scope = scope();
    for (name, region) in [
        ("point", "POINT(LON, LAT)"),
        ("circle", "CIRCLE(LON, LAT, 0.1)"),
        ("polygon", "POLYGON(LON, LAT, EAST, LAT, EAST, NORTH, LON, NORTH)"),
        ("range", "REGION('RANGE LON EAST LAT NORTH')"),
    ] {
        report(name, &measured(&server, &scope, region));
    }
    println!("server {}", server.connection_string());
    // Whoever started this program lets it go.
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).expect(WRONG);
}

const WITHOUT_INDEXES: &str = "\
CREATE TABLE kept AS SELECT indexdef FROM pg_indexes WHERE tablename = 'images' AND indexname <> 'images_pkey';
DROP INDEX armilla.images_cells, armilla.images_healpix, armilla.images_did, armilla.images_did_lower;
COPY armilla.images (collection, file, file_bytes, file_modified, links_id, healpix, shape, cells, s_region, s_ra, s_dec,
    dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did) FROM STDIN;
";

const WITH_INDEXES: &str = "\\.
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT indexdef FROM kept LOOP EXECUTE one; END LOOP;
END $$;
VACUUM ANALYZE armilla.images;
";

/// The rows of fields spread evenly over the sky, most of the size of a camera, some smaller.
fn rows(out: &mut dyn Write) {
    let golden_angle_deg = 180.0 * (3.0 - 5.0_f64.sqrt());
    for field in 0..FIELDS {
        let z = 1.0 - (2.0 * field as f64 + 1.0) / FIELDS as f64;
        let at = SkyPosition::new(field as f64 * golden_angle_deg, z.asin().to_degrees()).expect(WRONG);
        let size_deg = if field.is_multiple_of(5) { 0.2 + (field % 1000) as f64 / 1000.0 } else { 1.4 };
        let shape = Polygon::from_box(&at, size_deg, size_deg).expect(WRONG);
        let numbers: Vec<String> = shape
            .vertices()
            .iter()
            .flat_map(|at| [at.lon_deg().to_string(), at.lat_deg().to_string()])
            .collect();
        let cells = footprint::stored(&Region::Polygon(shape));
        let cells: Vec<String> = cells.iter().map(i64::to_string).collect();
        let (shape, region, cells) = (numbers.join(","), numbers.join(" "), cells.join(","));
        let (lon, lat, index) = (at.lon_deg(), at.lat_deg(), Healpix::index(&at));
        for filter in 0..FILTERS {
            writeln!(
                out,
                "set\t{field}/{filter}.fits\t1\t2026-01-01\t{field}.{filter}\t{index}\t{{{shape}}}\t{{{cells}}}\t\
                 POLYGON ICRS {region}\t{lon}\t{lat}\timage\t2\tset\t{field}.{filter}\tivo://example.org/set?{field}.{filter}"
            )
            .expect(WRONG);
        }
    }
}

fn scope() -> Scope {
    let text = "title = 'T'\ndescription = 'D'\nschema = 's'\naccess = 'public'\n[images]\nfolder = '/data'\n\
                publisher_did = 'ivo://example.org/set'\n";
    let whole = Published::new(vec![parse("set.toml", text).expect(WRONG)]).scope("tap", None).expect(WRONG);
    whole.visible_to(&Viewer::default())
}

/// Time in milliseconds, rows found, rows tested of each search.
fn measured(server: &PrivateServer, scope: &Scope, region: &str) -> Vec<[f64; 3]> {
    let answer = psql(server, |out| {
        for number in 0..SEARCHES {
            let (lon, lat) = ((number as f64 * 77.7) % 359.0, (number as f64 * 0.618 % 1.0) * 140.0 - 70.0);
            let words = [("LON", lon), ("LAT", lat), ("EAST", lon + 1.0), ("NORTH", lat + 1.0)];
            let region = words
                .iter()
                .fold(region.to_owned(), |text, (word, number)| text.replace(word, &number.to_string()));
            let query =
                format!("SELECT obs_id, s_region FROM ivoa.obscore WHERE 1 = INTERSECTS({region}, s_region)");
            let translation = translate(&query, scope, &Healpix, &Options::default()).expect(WRONG);
            writeln!(out, "EXPLAIN (ANALYZE, TIMING OFF) {};", bound::bound(&translation)).expect(WRONG);
        }
    });
    let searches = answer.split("Execution Time: ");
    let mut times = Vec::new();
    let mut before = "";
    for search in searches {
        if let Some(ms) = search.split(" ms").next().and_then(|ms| ms.parse::<f64>().ok()) {
            let planning = number_behind(before, "Planning Time: ");
            let found = number_behind(before, "(actual rows=");
            let removed = number_behind(before, "Rows Removed by Filter: ");
            times.push([planning + ms, found, found + removed]);
        }
        before = search;
    }
    assert_eq!(times.len(), SEARCHES, "{answer}");
    times
}

/// The number behind the first place of a word; 0 if it is not there.
fn number_behind(text: &str, word: &str) -> f64 {
    let behind = text.split_once(word).map_or("", |(_, behind)| behind);
    let end = behind.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(behind.len());
    behind[..end].parse().unwrap_or(0.0)
}

fn report(name: &str, searches: &[[f64; 3]]) {
    let quantile = |column: usize, share: f64| {
        let mut values: Vec<f64> = searches.iter().map(|search| search[column]).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * share) as usize]
    };
    println!(
        "{name} {:.2} {:.2} {:.2} {} {}",
        quantile(0, 0.5),
        quantile(0, 0.9),
        quantile(0, 0.99),
        quantile(1, 0.5),
        quantile(2, 0.5)
    );
}

/// What psql prints of a script.
fn psql(server: &PrivateServer, write: impl FnOnce(&mut dyn Write) + Send) -> String {
    let mut psql = server.client("psql");
    psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut psql = psql.spawn().expect(WRONG);
    let mut out = BufWriter::new(psql.stdin.take().expect(WRONG));
    // psql may wait for its answers to be read before it reads on.
    std::thread::scope(|scope| {
        scope.spawn(move || {
            write(&mut out);
            out.flush().expect(WRONG);
        });
        let output = psql.wait_with_output().expect(WRONG);
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect(WRONG)
    })
}
