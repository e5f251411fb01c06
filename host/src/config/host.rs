//! The valid settings of the host itself: what `conf.d/host.toml` says, with defaults filled in.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use catalogue::Access;
use conf_file::value::{self, Refusal};

use super::address::{Address, BaseUrl};
use super::login::Login;
use super::quota::Quotas;
use super::section::{Findings, Section};
use super::transport::{self, MetricsReaders, Network, TlsFiles};

/// The settings of the host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostConfig {
    /// `[server]`
    pub server: Server,
    /// `[login]`
    pub login: Login,
    /// `[database]`
    pub database: Database,
    /// `[jobs]`
    pub jobs: queue::Settings,
    /// `[access] default`: who may see a collection whose file does not say it.
    pub access: Access,
    /// `[plugins]`
    pub plugins: PluginFolders,
    /// `[fetch]`
    pub fetch: Fetch,
    /// `[quota]`
    pub quota: Quotas,
    /// `[audit]`
    pub audit: Audit,
    /// `[log]`
    pub log: Log,
}

impl HostConfig {
    /// The rule that a new collection file says: what was asked for, or everybody where that holds by default; `None`: it
    /// says none.
    pub fn access_of_new(&self, asked: Option<&Access>) -> Option<Access> {
        asked.cloned().or_else(|| self.access.public.then(Access::public))
    }
}

/// How the host serves HTTP.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Where it listens.
    pub address: Address,
    /// The address under which clients reach it; `None`: made from `address`.
    pub base_url: Option<BaseUrl>,
    /// Certificate and key; `None`: HTTP without encryption.
    pub tls: Option<TlsFiles>,
    /// The proxies that are believed to say who their clients are.
    pub trusted_proxies: Vec<Network>,
    /// Who may read the metrics.
    pub metrics: MetricsReaders,
    /// Time for the head of a request, from the first byte, or from the connection if nothing comes.
    pub header_read_timeout: Duration,
    /// Time that a connection may stay open without a request.
    pub idle_timeout: Duration,
    /// Time without a byte in either direction while a request body or an answer should move.
    pub stall_timeout: Duration,
    /// Bytes of a request body.
    pub body_limit: u64,
    /// Connections open at once.
    pub connections_max: usize,
    /// Time that requests have to finish after the order to stop.
    pub drain_timeout: Duration,
    /// What is compressed.
    pub compression: Compression,
    /// The web pages whose scripts may read answers.
    pub web_origins: Origins,
}

/// What is compressed for clients that accept it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Text with zstd or gzip, binary formats only with zstd, which is faster than the database.
    Auto,
    /// Nothing.
    Off,
    /// Binary formats with gzip too.
    All,
}

/// The origins whose scripts may read answers (Fetch standard, CORS protocol).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Every origin; cookies are never sent along.
    Any,
    /// These origins, e.g. `https://sky.example.org`; an empty list is none.
    These(Vec<String>),
}

/// How the host reaches PostgreSQL.
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    /// A connection string of libpq, `key=value` or URL.
    pub connection: String,
    /// A connection string of the login for queries of users; `None`: `connection`.
    pub query_connection: Option<String>,
    /// Connections for metadata and short queries.
    pub short_connections_max: u32,
    /// Connections for long queries and downloads.
    pub long_connections_max: u32,
    /// The role under which queries of users run; `None`: that of the login.
    pub query_role: Option<String>,
    /// Whether each view gets a role of its own where the login may make roles.
    pub roles: bool,
    /// Whether row filters become policies of row-level security for those roles.
    pub row_security: bool,
    /// Time to open a connection.
    pub connect_timeout: Duration,
}

/// Where plugin libraries are looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PluginFolders {
    /// Folders in order of preference; `{executable}` is the folder of the program, relative ones are below `conf.d`.
    pub folders: Vec<String>,
}

/// What the host downloads for plugins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fetch {
    /// Addresses with ports that are reached although they are not public.
    pub allow: Vec<SocketAddr>,
}

/// The record of who was given what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    /// The file; `None`: no record is kept.
    pub file: Option<PathBuf>,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// A level, or directives of `tracing-subscriber`, e.g. `info,access=off`.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

const MIB: u64 = 1024 * 1024;

impl Default for Server {
    fn default() -> Self {
        Self {
            address: Address::parse("127.0.0.1:8080").expect("the default address is valid"),
            base_url: None,
            tls: None,
            trusted_proxies: Vec::new(),
            metrics: MetricsReaders::All,
            header_read_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(60),
            stall_timeout: Duration::from_secs(60),
            body_limit: 80 * MIB,
            connections_max: 12_000,
            drain_timeout: Duration::from_secs(30),
            compression: Compression::Auto,
            web_origins: Origins::Any,
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            connection: "host=/var/run/postgresql dbname=armilla".into(),
            query_connection: None,
            short_connections_max: 16,
            long_connections_max: 8,
            query_role: None,
            roles: true,
            row_security: true,
            connect_timeout: Duration::from_secs(5),
        }
    }
}

impl Default for PluginFolders {
    fn default() -> Self {
        Self { folders: vec!["{executable}".into(), "/usr/lib/armilla/plugins".into()] }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Text }
    }
}

/// Reads the top of `host.toml`.
pub fn read(top: Section<'_>) -> HostConfig {
    let config = HostConfig {
        server: read_server(top.child("server")),
        login: super::login::read(top.child("login")),
        database: read_database(top.child("database")),
        jobs: super::jobs::read(top.child("jobs")),
        access: super::access::read(top.child("access")),
        plugins: read_plugins(top.child("plugins")),
        fetch: read_fetch(top.child("fetch")),
        quota: super::quota::read(top.child("quota")),
        audit: read_audit(top.child("audit")),
        log: read_log(top.child("log")),
    };
    top.finish();
    config
}

fn read_server(section: Section<'_>) -> Server {
    let default = Server::default();
    let secs = |key, default| section.read(key, default, |value| value::seconds(value, 1..=86_400));
    let server = Server {
        address: section.read("address", default.address, |value| {
            let hint = "write HOST:PORT, e.g. \"127.0.0.1:8080\" or \"[::]:80\"";
            Address::parse(&value::string(value)?).map_err(|why| Refusal::with_hint(why, hint))
        }),
        base_url: section.read("base_url", default.base_url, |value| {
            let hint = "write the address that clients use, e.g. \"https://vo.example.org\"";
            let read = |text: String| BaseUrl::parse(&text).map_err(|why| Refusal::with_hint(why, hint));
            filled(value::string(value)?).map(read).transpose()
        }),
        tls: transport::read_tls(&section),
        trusted_proxies: transport::read_proxies(&section),
        metrics: transport::read_metrics(&section),
        header_read_timeout: secs("header_read_timeout_secs", default.header_read_timeout),
        idle_timeout: secs("idle_timeout_secs", default.idle_timeout),
        stall_timeout: secs("stall_timeout_secs", default.stall_timeout),
        body_limit: section.read("body_limit_mib", default.body_limit, |value| {
            Ok(value::integer(value, 1..=1_048_576)? * MIB)
        }),
        connections_max: section
            .read("connections_max", default.connections_max, |value| value::integer(value, 16..=1_000_000)),
        drain_timeout: secs("drain_timeout_secs", default.drain_timeout),
        compression: section.read("compression", default.compression, |value| {
            value::choice(
                value,
                &[("auto", Compression::Auto), ("off", Compression::Off), ("all", Compression::All)],
            )
        }),
        web_origins: section
            .read("web_origins", default.web_origins, |value| origins(value::strings(value)?)),
    };
    section.finish();
    server
}

fn read_database(section: Section<'_>) -> Database {
    let default = Database::default();
    let count = |key, default| section.read(key, default, |value| value::integer(value, 1..=1000));
    let database = Database {
        connection: section.read("connection", default.connection, value::string),
        query_connection: section
            .read("query_connection", default.query_connection, |value| value::string(value).map(filled)),
        short_connections_max: count("short_connections_max", default.short_connections_max),
        long_connections_max: count("long_connections_max", default.long_connections_max),
        query_role: section.read("query_role", default.query_role, |value| value::string(value).map(filled)),
        roles: section
            .read("roles", default.roles, |value| value::choice(value, &[("auto", true), ("off", false)])),
        row_security: section.read("row_security", default.row_security, value::boolean),
        connect_timeout: section
            .read("connect_timeout_secs", default.connect_timeout, |value| value::seconds(value, 1..=300)),
    };
    section.finish();
    database
}

fn read_plugins(section: Section<'_>) -> PluginFolders {
    let folders = section.read("folders", PluginFolders::default().folders, value::strings);
    section.finish();
    PluginFolders { folders }
}

fn read_fetch(section: Section<'_>) -> Fetch {
    let allow = section.read("allow", Vec::new(), |value| {
        value::strings(value)?.iter().map(|text| address_and_port(text)).collect()
    });
    section.finish();
    Fetch { allow }
}

fn read_audit(section: Section<'_>) -> Audit {
    let file = section.read("file", None, |value| value::string(value).map(filled));
    section.finish();
    Audit { file: file.map(PathBuf::from) }
}

fn read_log(section: Section<'_>) -> Log {
    let default = Log::default();
    let log = Log {
        level: section.read("level", default.level, |value| log_level(value::string(value)?)),
        format: section.read("format", default.format, |value| {
            value::choice(value, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
        }),
    };
    section.finish();
    log
}

/// An empty string stands for nothing, because TOML cannot write nothing.
fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn origins(list: Vec<String>) -> Result<Origins, Refusal> {
    if list == ["*"] {
        return Ok(Origins::Any);
    }
    match list.iter().find(|origin| BaseUrl::parse(origin).is_err() || origin.matches('/').count() != 2) {
        None => Ok(Origins::These(list)),
        Some(wrong) => Err(Refusal::with_hint(
            format!("\"{wrong}\" is not an origin"),
            "write scheme and host, e.g. \"https://sky.example.org\", or [\"*\"] for every page",
        )),
    }
}

fn address_and_port(text: &str) -> Result<SocketAddr, Refusal> {
    let address = text.parse::<SocketAddr>().ok().filter(|address| address.port() != 0);
    address.ok_or_else(|| {
        Refusal::with_hint(
            format!("\"{text}\" is not an address with a port"),
            "write an IP address and a port, e.g. \"10.0.0.7:8080\" or \"[fd00::7]:443\"",
        )
    })
}

fn log_level(text: String) -> Result<String, Refusal> {
    let hint = "write error, warn, info, debug or trace, or directives like \"info,access=off\"";
    match tracing_subscriber::EnvFilter::try_new(&text) {
        Ok(_) if !text.trim().is_empty() => Ok(text),
        _ => Err(Refusal::with_hint(format!("\"{text}\" is not a log level"), hint)),
    }
}

/// Reads the host's file with nothing known of it but its findings.
pub fn read_file<'r>(findings: &'r Findings, raw: &'r super::raw::RawConfig) -> HostConfig {
    read(Section::top(findings, "host", &raw.host, &raw.host_overrides))
}
