//! The server that all tests share, and short ways to ask it.

use std::{io::Write, process::Stdio, sync::OnceLock};

use private_postgres::PrivateServer;

/// A server with the functions installed; it ends with the test process.
pub fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        run(
            &server,
            &[],
            &format!("CREATE ROLE reader NOLOGIN;\n{};", pg_functions::install_sql(Some("reader"))),
        )
        .unwrap();
        server
    })
}

/// What psql prints of a script, without decoration; or its complaint.
pub fn run(server: &PrivateServer, arguments: &[&str], script: &str) -> Result<String, String> {
    let mut psql = server.client("psql");
    psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse"]).args(arguments);
    psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut psql = psql.spawn().unwrap();
    let mut stdin = psql.stdin.take().unwrap();
    let script = script.to_owned();
    // psql may wait for its answers to be read before it reads on.
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = psql.wait_with_output().unwrap();
    writer.join().unwrap().ok();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

/// The only value of a query; NULL is the empty text.
pub fn value(expression: &str) -> String {
    run(server(), &[], &format!("SELECT {expression};"))
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// The numbers of an array.
pub fn numbers(expression: &str) -> Vec<f64> {
    parse_array(&value(expression))
}

/// The values of an expression for many rows of numbers, which are columns `a`, `b`, `c` and so on.
pub fn for_each_row(rows: &[Vec<f64>], expression: &str) -> Vec<String> {
    let names: Vec<char> = ('a'..).take(rows[0].len()).collect();
    let columns: Vec<String> = names.iter().map(|name| format!("{name} float8")).collect();
    let mut script =
        format!("CREATE TEMP TABLE rows (n int, {});\nCOPY rows FROM STDIN;\n", columns.join(", "));
    for (n, row) in rows.iter().enumerate() {
        let numbers: Vec<String> = row.iter().map(|number| format!("{number:?}")).collect();
        script += &format!("{n}\t{}\n", numbers.join("\t"));
    }
    script += &format!("\\.\nSELECT {expression} FROM rows ORDER BY n;\n");
    let answer = run(server(), &[], &script).unwrap_or_else(|error| panic!("{expression}: {error}"));
    answer.split('\n').map(str::to_owned).collect()
}

/// The values of a boolean expression of two geometries `a` and `b`; `None` is NULL.
pub fn for_each_pair(pairs: &[(Vec<f64>, Vec<f64>)], expression: &str) -> Vec<Option<bool>> {
    let words = for_each_pair_as_text(pairs, &format!("coalesce(({expression})::text, 'null')"));
    words.iter().map(|word| word.parse().ok()).collect()
}

/// The values of any expression of two geometries `a` and `b`.
pub fn for_each_pair_as_text(pairs: &[(Vec<f64>, Vec<f64>)], expression: &str) -> Vec<String> {
    let mut script =
        String::from("CREATE TEMP TABLE pairs (n int, a float8[], b float8[]);\nCOPY pairs FROM STDIN;\n");
    for (n, (a, b)) in pairs.iter().enumerate() {
        script += &format!("{n}\t{}\t{}\n", array(a), array(b));
    }
    script += &format!("\\.\nSELECT {expression} FROM pairs ORDER BY n;\n");
    let answer = run(server(), &[], &script).unwrap_or_else(|error| panic!("{expression}: {error}"));
    answer.split('\n').map(str::to_owned).collect()
}

/// Numbers as PostgreSQL writes an array.
pub fn array(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:?}")).collect();
    format!("{{{}}}", numbers.join(","))
}

/// An array as PostgreSQL writes it.
pub fn parse_array(text: &str) -> Vec<f64> {
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    inner.split(',').filter(|number| !number.is_empty()).map(|number| number.parse().unwrap()).collect()
}

/// The whole complaint about a query, without the place where the server found it.
pub fn complaint(expression: &str) -> String {
    let error = run(server(), &[], &format!("SELECT {expression};")).unwrap_err();
    error.lines().next().unwrap().to_owned()
}
