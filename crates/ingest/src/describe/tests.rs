//! Tables of a real PostgreSQL are described.

use catalogue::written::{Head, publish_table};
use catalogue::{Access, parse};
use private_postgres::PrivateServer;
use sky::{Healpix, SkyPosition};
use tokio_postgres::NoTls;

use super::*;

const TABLES: &str = "
    CREATE SCHEMA s;
    CREATE TABLE s.plates (plate int PRIMARY KEY, label text);
    INSERT INTO s.plates VALUES (1, 'Größe');
    CREATE TABLE s.all_stars (star bigint UNIQUE, ra float8, dec float8, mag float4[], wide float8[], hpx bigint,
        healpix bigint, plate int REFERENCES s.plates, shape point, note jsonb, flux numeric(12,3));
    COMMENT ON COLUMN s.all_stars.flux IS 'Counts';
    CREATE INDEX ON s.all_stars (hpx);
    CREATE INDEX ON s.all_stars (healpix);
    CREATE VIEW s.odd AS SELECT point(1, 2) AS p;
";

async fn client(server: &PrivateServer) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.connection_string(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(TABLES).await.unwrap();
    let cell = |lon: f64| Healpix::index(&SkyPosition::new(lon, 30.0).unwrap());
    for star in 0..20 {
        let sql = format!(
            "INSERT INTO s.all_stars VALUES ({star}, {star}.5, 30, '{{1,2,3}}', array_fill(1, ARRAY[{}]), {}, {star}, 1)",
            star + 1,
            cell(f64::from(star) + 0.5),
        );
        client.batch_execute(&sql).await.unwrap();
    }
    client
}

async fn fault(client: &Client, schema: &str, table: Option<&str>) -> String {
    let error = find(client, schema, table).await.unwrap_err();
    format!("{error}; {}", error.hint())
}

#[tokio::test]
async fn a_schema_is_described_from_its_catalogue_and_a_sample_of_its_rows() {
    let server = PrivateServer::temporary(|_| ()).unwrap();
    let client = client(&server).await;
    let mut text = None;
    let head = Head {
        title: String::new(),
        description: String::new(),
        creators: Vec::new(),
        released: None,
        access: Some(Access::public()),
        schema: "s".to_owned(),
        database_schema: "s".to_owned(),
    };
    let found = find(&client, "s", None).await.unwrap();
    let names: Vec<&str> = found.iter().map(|live| live.name.as_str()).collect();
    assert_eq!(names, ["odd", "plates", "all_stars"]);
    for live in found.into_iter().skip(1) {
        let mut described = describe(&client, live).await.unwrap();
        let collection = text.as_deref().map(|text| parse("s.toml", text).unwrap());
        described.table.foreign_keys = foreign_keys(&described.live, &described.table, collection.as_ref());
        text = Some(publish_table(text.as_deref(), "s", &head, &described.table, &described.notes).unwrap());
    }
    let text = text.unwrap();
    for line in [
        "plate = { type = \"int\", ucd = \"meta.id;meta.main\", indexed = true, principal = true }  # guessed: it is the key\n",
        "label = { type = \"unicodeChar[*]\", principal = true }  # guessed: texts beyond ASCII, from a sample of rows\n",
        "position = { lon = \"ra\", lat = \"dec\", healpix = \"hpx\", frame = \"ICRS\" }\ncone_search = true\n\
         foreign_keys = [{ columns = [\"plate\"], target = \"plates\" }]\n",
        "mag     = { type = \"float[3]\", unit = \"mag\", ucd = \"phot.mag\", principal = true }",
        "wide    = { type = \"double[*]\", principal = true }\n",
        "healpix = { type = \"long\", indexed = true, principal = true }\n",
        "note    = { type = \"char[*]\", principal = true }  # guessed: the type, from `jsonb`\n",
        "flux    = { type = \"double\", ucd = \"phot.flux\", principal = true, description = \"Counts\" }",
        "# shape is not published: its type is `point`, for which a VOTable has no word; a view may cast it\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    assert!(!text.contains("\nhpx"), "{text}");
    let odd = find(&client, "s", Some("odd")).await.unwrap().remove(0);
    let error = describe(&client, odd).await.unwrap_err();
    assert_eq!(error.to_string(), "s.odd has no column that can be published");
    assert_eq!(
        fault(&client, "S", None).await,
        "there is no schema `S` with tables that the login may see; did you mean `s`?"
    );
    assert_eq!(
        fault(&client, "s", Some("all_star")).await,
        "there is no table `all_star` in schema `s`; did you mean `all_stars`?"
    );
}
