//! Who sees what, by the rules of collection files: each view whole, and changes while the host serves.

mod changes;
mod images;
mod roles;
mod told;
mod views;

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::Site;

const TAP: &str = "plugin = \"tap\"\nmount = \"/tap\"\n";

/// The hash of `correct horse`, at the least cost.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$9sbD1sKHRWfD57fr2UPn8w$viGOQjX6G7xioYN1fNw4mEL0UbNzPMditiceMeUVb3s";

/// A site with TAP, a table of three stars, and users who all have one password.
fn site(users: &[(&str, &str)]) -> Site {
    let site = Site::new("");
    site.psql(
        "CREATE SCHEMA sky; CREATE TABLE sky.stars AS SELECT id, id * 10.0::float8 AS mag, 'n' || id AS note \
         FROM generate_series(1::bigint, 3) AS id; CREATE TABLE sky.marker AS SELECT 1::bigint AS id",
    )
    .unwrap();
    site.write("tap.toml", TAP);
    let user =
        |(name, groups): &(&str, &str)| format!("[users.{name}]\npassword = '{HASH}'\ngroups = {groups}\n");
    site.write("users.toml", &users.iter().map(user).collect::<String>());
    site
}

/// The same with a login for queries that owns nothing.
pub(crate) fn site_with_login(users: &[(&str, &str)]) -> Site {
    let site = site(users);
    site.psql("CREATE ROLE visitor LOGIN NOINHERIT").unwrap();
    let host = format!(
        "[server]\naddress = \"127.0.0.1:0\"\n[database]\nconnection = '''{}'''\nquery_connection = '''{}'''\n",
        site.server.connection_string(),
        site.server.connection_string_of("visitor")
    );
    site.write("host.toml", &host);
    site
}

/// The collection file of the stars, with these lines in its head and these in its table.
fn stars(head: &str, table: &str) -> String {
    format!(
        "title = 'Stars'\ndescription = 'Stars'\nschema = 'sky'\n{head}\n[[table]]\nname = 'Stars'\nrows = 3\n{table}\n\
         [table.columns]\nID = {{ type = 'long' }}\nMAG = {{ type = 'double' }}\n\
         NOTE = {{ type = 'char[*]', access = {{ groups = ['staff'] }} }}\n"
    )
}

/// A query as a user, or as nobody: the status and the answer as CSV or text.
async fn ask(client: &Client, user: &str, adql: &str) -> (u16, String) {
    let request = Request::new(Method::POST, "/tap/sync");
    let request = request.with(&[("LANG", "ADQL"), ("QUERY", adql), ("RESPONSEFORMAT", "csv")]);
    let answer = client.send(as_user(request, user)).await;
    (answer.status, answer.text().replace("\r\n", "\n"))
}

/// The rows of TAP_SCHEMA and the document of VOSI that a user finds.
async fn metadata(client: &Client, user: &str) -> (String, String) {
    let columns = "SELECT table_name, column_name FROM TAP_SCHEMA.columns WHERE table_name LIKE 'sky.%' \
                   ORDER BY table_name, column_index";
    let (status, rows) = ask(client, user, columns).await;
    assert_eq!(status, 200, "{rows}");
    let tables = client.send(as_user(Request::new(Method::GET, "/tap/tables"), user)).await;
    (rows.replacen("table_name,column_name\n", "", 1), tables.text().to_owned())
}

pub(crate) fn as_user(request: Request, user: &str) -> Request {
    if user.is_empty() {
        return request;
    }
    let credentials = base64_simd::STANDARD.encode_to_string(format!("{user}:correct horse"));
    request.with_header("authorization", &format!("Basic {credentials}"))
}
