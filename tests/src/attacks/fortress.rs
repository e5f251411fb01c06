//! A site with something to hide.

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Site};

/// `plain.stars` shows 60 of its 120 rows and all but two columns; `plain.shown` holds just these; `plain.bands` shows the
/// same rows by the element of a hidden column, whose enumeration is `zqtones`; `zqvault.zqgold` and its schema do not
/// exist; `promised.silver` is announced.
const TABLES: &str = "
    CREATE SCHEMA depot; CREATE SCHEMA crypt;
    CREATE TABLE depot.stars AS SELECT n AS id, n * 2.5 AS ra, n / 4.0 - 15 AS dec, (n % 12)::int AS zqtray,
        CASE WHEN n % 12 < 6 THEN 10 + n % 7 ELSE 17.25 END AS mag,
        CASE WHEN n % 12 < 6 THEN 'shown ' || n ELSE 'veiled ' || n END AS name, 'token ' || n AS cipher
        FROM generate_series(1, 120) AS n;
    ALTER TABLE depot.stars ALTER id TYPE bigint, ALTER ra TYPE float8, ALTER dec TYPE float8, ALTER mag TYPE float8;
    CREATE TABLE depot.shown AS SELECT id, ra, dec, mag, name FROM depot.stars WHERE zqtray < 6;
    CREATE TABLE depot.bands AS SELECT id, ARRAY[mag, mag + 1]::float8[] AS flux,
        ARRAY[zqtray, 0]::float8[] AS zqglow FROM depot.stars;
    CREATE TABLE crypt.zqgold AS SELECT 1::bigint AS bars;
    CREATE TABLE crypt.silver AS SELECT 1::bigint AS coins;
    CREATE TABLE depot.canary AS SELECT n AS egg FROM generate_series(1, 10) AS n; ANALYZE";

const COLUMNS: &str = r#"
[table.columns]
ID = { type = "long", ucd = "meta.id;meta.main", principal = true }
RA = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main", principal = true }
DEC = { type = "double", unit = "deg", ucd = "pos.eq.dec;meta.main", principal = true }
MAG = { type = "double", unit = "mag", principal = true }
NAME = { type = "char[*]", principal = true }
"#;

const BANDS: &str = r#"
[[table]]
name = "bands"
access = { groups = ["team"] }
[[table.rows_for]]
access = "public"
where = "ZQGLOW[zqtones::zqteal] < 6"
[table.columns]
ID = { type = "long", ucd = "meta.id;meta.main", principal = true }
FLUX = { type = "double[2]", unit = "mag", enumeration = "hues" }
ZQGLOW = { type = "double[2]", enumeration = "zqtones", access = { groups = ["team"] } }
"#;

const FILTERS: &str = r#"plugin = "filters"
mount = "/filters"
[settings.enumerations.hues]
collections = ["plain"]
elements = [{ name = "red", index = 1 }, { name = "blue", index = 2 }]
[settings.enumerations.zqtones]
collections = ["plain"]
elements = [{ name = "zqteal", index = 1 }, { name = "zqpink", index = 2 }]
"#;

/// What no answer says unless the request did.
const SECRETS: &[&str] = &[
    "veiled",
    "token ",
    "cipher",
    "zqtray",
    "zqglow",
    "zqtones",
    "zqteal",
    "zqvault",
    "zqgold",
    "crypt",
    "depot",
    "canary",
    "egg",
    "armilla.tap",
    "pg_class",
    "pg_temp",
    "17.25",
    "order by \"",
    "syntax error",
    "relation \"",
    "permission denied",
    "operator does not exist",
    "plpgsql",
];

/// A host in front of a database of its own.
pub struct Fortress {
    site: Site,
    host: Host,
    canary: String,
}

impl Fortress {
    /// A site that serves TAP and cone searches.
    pub fn new() -> Self {
        let site = Site::new("");
        site.psql(TABLES).unwrap();
        let head = |title: &str, access: &str| {
            format!("title = \"{title}\"\ndescription = \"Rows\"\naccess = {access}\n")
        };
        let (team, open) = ("{ groups = [\"team\"] }", "\"public\"");
        let position = "position = { lon = \"RA\", lat = \"DEC\" }\ncone_search = true\n";
        let hidden = "ZQTRAY = { type = \"int\", access = { groups = [\"team\"] } }\n\
                      CIPHER = { type = \"char[*]\", access = { groups = [\"team\"] } }\n";
        let rows = format!("access = {team}\n[[table.rows_for]]\naccess = {open}\nwhere = \"ZQTRAY < 6\"\n");
        site.write(
            "collections/plain.toml",
            &format!(
                "{}schema = \"plain\"\ndatabase_schema = \"depot\"\n[[table]]\nname = \"stars\"\n{position}{rows}{COLUMNS}{hidden}\n\
                 [[table]]\nname = \"shown\"\n{position}{COLUMNS}{BANDS}",
                head("Open", open)
            ),
        );
        let zqvault = "[[table]]\nname = \"zqgold\"\n[table.columns]\nBARS = { type = \"long\" }\n";
        site.write(
            "collections/zqvault.toml",
            &format!(
                "{}schema = \"zqvault\"\ndatabase_schema = \"crypt\"\n{zqvault}",
                head("Restricted", team)
            ),
        );
        let silver = "announced = true\nschema = \"promised\"\ndatabase_schema = \"crypt\"\n[[table]]\nname = \"silver\"\n\
                      [table.columns]\nCOINS = { type = \"long\" }\n";
        site.write("collections/promised.toml", &format!("{}{silver}", head("Promised", team)));
        site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
        site.write("filters.toml", FILTERS);
        site.write("scs.toml", "plugin = \"scs\"\nmount = \"/scs\"\n");
        let host = site.host();
        let canary = state(&site);
        Self { site, host, canary }
    }

    /// A client without credentials.
    pub fn client(&self) -> Client {
        Client::of(&self.host)
    }

    /// An answer that tells nothing: its rules, and those of every answer, are checked.
    pub async fn asked(&self, request: Request) -> Answer {
        let answer = self.client().send(request).await;
        assert_quiet(&answer, "");
        answer
    }

    /// An answer that tells nothing, but that it may repeat what was said before, in lower case: a job's. The rules of
    /// every answer do not know of that, and are not checked.
    pub async fn asked_after(&self, request: Request, before: &str) -> Answer {
        let answer = self.client().fetch(request).await.unwrap();
        assert!(answer.status < 500, "{}", answer.text());
        assert_quiet(&answer, before);
        answer
    }

    /// The rows of a query as CSV, sorted.
    pub async fn rows(&self, adql: &str) -> Vec<String> {
        let answer = self.asked(query(adql)).await;
        assert_eq!(answer.status, 200, "{adql}: {}", answer.text());
        let mut rows: Vec<String> = answer.text().lines().map(str::to_owned).collect();
        rows.sort_unstable();
        rows
    }

    /// Fails the test if anything in the database has changed.
    pub fn assert_unchanged(&self) {
        assert_eq!(state(&self.site), self.canary);
    }
}

fn assert_quiet(answer: &Answer, before: &str) {
    let asked = asked_in(&answer.request) + before;
    // Seconds of a time are no magnitude.
    let text = String::from_utf8_lossy(&answer.body).to_lowercase().replace(":17.25", "");
    let told = SECRETS.iter().find(|secret| text.contains(**secret) && !asked.contains(**secret));
    assert_eq!(told, None, "{asked}: {text}");
}

/// A synchronous query whose answer is CSV.
pub fn query(adql: &str) -> Request {
    let request = Request::new(reqwest::Method::POST, "/tap/sync");
    request.with(&[("LANG", "ADQL"), ("QUERY", adql), ("RESPONSEFORMAT", "csv")])
}

/// All that the client wrote, in lower case, which an answer may repeat.
pub fn asked_in(request: &Request) -> String {
    let pairs = request.parameters.iter().chain(&request.headers);
    let mut asked =
        pairs.fold(request.path.clone(), |asked, (name, value)| format!("{asked} {name}={value}"));
    asked.extend(request.files.iter().map(|(_, content)| String::from_utf8_lossy(content)));
    asked.to_lowercase()
}

/// The rows of the tables, and all that is in the database and not the host's own (its roles come with their first use).
fn state(site: &Site) -> String {
    let sql = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM (SELECT egg::text FROM depot.canary UNION ALL \
               SELECT s::text FROM depot.stars AS s UNION ALL SELECT g::text FROM crypt.zqgold AS g UNION ALL \
               SELECT nspname || relname || relkind::text FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace \
               WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'armilla' UNION ALL SELECT rolname FROM pg_roles \
               WHERE rolname NOT LIKE '%/%') AS t";
    site.psql(sql).unwrap()
}
