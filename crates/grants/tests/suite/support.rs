//! The server that all tests share, with two collections, and short ways to ask it under a role.

use std::sync::{Arc, OnceLock};

use catalogue::{Collection, Published, Scope, Viewer};
use database::{Config, Database, DbError, QuerySpec, RowStream};
use grants::{Naming, NotMade, Role, Unguarded};
use private_postgres::PrivateServer;

/// A table with a column that is not published, one for some only, and rows for some; a table of two relations; tables
/// of the host.
const TABLES: &str = "
    CREATE SCHEMA open; CREATE SCHEMA closed; CREATE SCHEMA armilla;
    CREATE TABLE open.stars AS
        SELECT n AS id, n % 360 + 0.5 AS ra, 0.0::float8 AS \"dec\", n::bigint << 20 AS hpx, n % 3 AS tile,
               'note' AS note, 'never published' AS internal
        FROM generate_series(1, 20000) n;
    ALTER TABLE open.stars ALTER ra TYPE float8;
    CREATE INDEX ON open.stars (hpx);
    ANALYZE open.stars;
    CREATE TABLE open.tiles AS SELECT 1 AS tile, 'a' AS name;
    CREATE TABLE closed.stars AS SELECT 1 AS id, 2 AS flux_id;
    CREATE TABLE closed.fluxes AS SELECT 2 AS id, 0.5::float8 AS flux, 'x' AS internal;
    CREATE VIEW closed.bright AS SELECT id FROM closed.stars;
    CREATE TABLE armilla.tokens AS SELECT 'hash' AS token;
    CREATE TABLE armilla.sessions AS SELECT 'hash' AS session;
    CREATE TABLE armilla.jobs AS SELECT 'job' AS id;
    CREATE TABLE public.elsewhere AS SELECT 1 AS n;
";

const OPEN: &str = r#"
title = "Open"
description = "Everybody sees it but for a column."
access = "public"
schema = "openly"
database_schema = "open"
[[table]]
name = "stars"
database_table = "stars"
position = { lon = "ra", lat = "dec", healpix = "hpx" }
columns.id.type = "int"
columns.ra = { type = "double", unit = "deg" }
columns.dec = { type = "double", unit = "deg" }
columns.note = { type = "char[*]", access = { groups = ["staff"] } }
[[table]]
name = "tiles"
database_table = "tiles"
columns.tile.type = "int"
columns.name.type = "char[*]"
"#;

const CLOSED: &str = r#"
title = "Closed"
description = "The survey sees it, and one user a part of the rows."
access = { groups = ["survey"] }
schema = "closed"
database_schema = "closed"
[[table]]
name = "stars"
database_table = "stars"
columns.id.type = "int"
columns.flux_id.type = "int"
[[table]]
name = "bright"
database_table = "bright"
columns.id.type = "int"
[[table]]
name = "fluxes"
database_table = "fluxes"
columns.id.type = "int"
columns.flux.type = "double"
[[table.rows_for]]
access = { users = ["eve"] }
where = "id > 1"
"#;

/// A server that ends with the test process.
pub fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = PrivateServer::temporary(|options| options.connections_max = 200).unwrap();
        psql(&server, TABLES);
        psql(&server, "CREATE ROLE visitor LOGIN NOINHERIT; CREATE ROLE guest LOGIN");
        server
    })
}

/// What psql prints, without decoration.
pub fn psql(server: &PrivateServer, sql: &str) -> String {
    let output = server.client("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The database as one of its logins has it.
pub fn database(login: &str) -> Database {
    let connection = server().connection_string().replace("user='armilla'", &format!("user='{login}'"));
    Database::open(&Config::new(connection)).unwrap()
}

/// Names for the queries of `visitor`; each test has a prefix of its own.
pub fn naming(prefix: &str) -> Naming {
    Naming {
        prefix: prefix.to_owned(),
        database: "postgres".to_owned(),
        login: "visitor".to_owned(),
        row_security: true,
    }
}

pub fn collections() -> Vec<Collection> {
    [("open", OPEN), ("closed", CLOSED)]
        .into_iter()
        .map(|(id, text)| catalogue::parse(&format!("{id}.toml"), text).unwrap())
        .collect()
}

/// Everything that an instance publishes.
pub fn whole() -> Scope {
    Published::new(collections()).scope("tap", None).unwrap()
}

/// What somebody sees.
pub fn seen(user: Option<&str>, groups: &[&str]) -> Scope {
    whole().visible_to(&Viewer {
        user: user.map(str::to_owned),
        groups: groups.iter().map(|&group| group.to_owned()).collect(),
        now: jiff::Timestamp::UNIX_EPOCH,
    })
}

/// Makes the roles that a view needs, and gives its own.
pub async fn made(naming: &Naming, seen: &Scope) -> Result<Role, NotMade> {
    let owner = database("armilla");
    grants::ensure(&owner, &naming.metadata()).await?;
    for collection in whole().published().iter().map(|schema| Arc::clone(&schema.collection)) {
        grants::ensure(&owner, &naming.collection(&collection)).await?;
    }
    let role = naming.view(seen, &whole());
    grants::ensure(&owner, &role).await?;
    Ok(role)
}

/// The answer to a query of `visitor` under a role.
pub async fn asked(database: &Database, role: &Role, sql: &str) -> Result<RowStream, DbError> {
    let mut spec = QuerySpec::new(sql);
    spec.role = Some(role.name.clone());
    database.query(spec).await
}

/// A collection whose table of six stars some see a part of, in a schema of its own.
#[derive(Clone)]
pub struct Filtered {
    /// The identifier, the schema, and the prefix of roles.
    pub name: String,
    /// The login of queries.
    pub login: String,
    /// The conditions for eve.
    pub filters: Vec<String>,
    /// More of the collection file.
    pub more: String,
}

impl Filtered {
    /// Makes the table.
    pub fn new(name: &str, filters: &[&str]) -> Self {
        psql(
            server(),
            &format!(
                "CREATE SCHEMA {name}; CREATE TABLE {name}.stars AS
                 SELECT n AS id, 'n' || n AS name, n::float8 AS ra, n::float8 AS \"dec\", n::bigint AS hpx
                 FROM generate_series(1, 6) n"
            ),
        );
        let filters = filters.iter().map(|&filter| filter.to_owned()).collect();
        Self { filters, ..Self::named(name) }
    }

    /// A collection over the table of another.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), login: "visitor".to_owned(), filters: Vec::new(), more: String::new() }
    }

    pub fn naming(&self) -> Naming {
        Naming { login: self.login.clone(), ..naming(&self.name) }
    }

    /// What somebody sees, and all.
    pub fn scopes(&self, user: Option<&str>, groups: &[&str]) -> (Scope, Scope) {
        let name = &self.name;
        let rows = self.filters.iter().map(|filter| {
            format!("[[table.rows_for]]\naccess = {{ users = [\"eve\"] }}\nwhere = '''{filter}'''\n")
        });
        let text = format!(
            "title = \"T\"\ndescription = \"D\"\naccess = {{ groups = [\"survey\"] }}\nschema = \"{name}\"\n\
             [[table]]\nname = \"stars\"\n{}[table.columns]\nID.type = \"int\"\nNAME.type = \"char[*]\"\n\
             RA.type = \"double\"\nDEC.type = \"double\"\nHPX.type = \"long\"\n{}",
            rows.collect::<String>(),
            self.more
        );
        let collection = catalogue::parse(&format!("{name}.toml"), &text).unwrap();
        let whole = Published::new(vec![collection]).scope("tap", None).unwrap();
        let viewer = Viewer {
            user: user.map(str::to_owned),
            groups: groups.iter().map(|&group| group.to_owned()).collect(),
            now: jiff::Timestamp::UNIX_EPOCH,
        };
        (whole.visible_to(&viewer), whole)
    }

    /// Makes the role of a view, with all that it needs but the policies.
    pub async fn prepared(&self, login: &str, user: Option<&str>, groups: &[&str]) -> Role {
        let (seen, whole) = self.scopes(user, groups);
        let (naming, owner) = (self.naming(), database(login));
        let all = whole.published().iter().map(|schema| naming.collection(&schema.collection));
        let view = naming.view(&seen, &whole);
        for role in [naming.metadata()].into_iter().chain(all).chain([view.clone()]) {
            grants::ensure(&owner, &role).await.unwrap();
        }
        view
    }

    /// Makes the role of a view with its policies, and tells what has none.
    pub async fn tried(&self, login: &str, user: Option<&str>, groups: &[&str]) -> (Role, Vec<Unguarded>) {
        let role = self.prepared(login, user, groups).await;
        let without = grants::guard(&database(login), &role).await.unwrap();
        (role, without)
    }

    /// Makes the role of a view with all its policies.
    pub async fn made(&self, user: Option<&str>, groups: &[&str]) -> Role {
        let (role, without) = self.tried("armilla", user, groups).await;
        assert_eq!(without, []);
        role
    }
}
