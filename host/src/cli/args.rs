//! The commands and their flags. No flag says what a key of `conf.d` says, but for `--set`, which is for tests.

mod hips;
mod identity;
mod samp;

use std::path::PathBuf;

use catalogue::Frame;
use clap::{Args as ClapArgs, Parser, Subcommand};
use ingest::{Given, Target};
use survey::Project;

use crate::config::Override;
pub use hips::Hips;
pub use identity::{PasswordSource, TokenAction, TokenCreate, UserAction};
pub use samp::{SampAction, SampHub, SampListen, SampPoint, SampReceiver, SampSend};

/// Serves Virtual Observatory protocols from PostgreSQL; every protocol is a plugin that a file in conf.d switches on.
#[derive(Debug, Parser)]
#[command(name = "armilla", version, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve what conf.d says, until Ctrl-C or SIGTERM.
    ///
    /// Edits of conf.d take effect without a restart, all at once or not at all; SIGHUP reads it again too. Exit codes:
    /// 0 good, 2 usage, 3 configuration, 4 plugin, 5 port or database.
    Run(Folder),
    /// Read conf.d and say what is wrong with it, all at once, without serving.
    ///
    /// Collection files are compared with the database: what is not there, what is of another type, what will be slow.
    /// Warnings are advice: units, UCDs, names. Exit codes as of `run`; warnings alone are 0.
    Check(Check),
    /// Add the HEALPix column to a table that is already in the database, fill it and index it, while others use it.
    ///
    /// Readers and writers wait at most a fraction of a second, for the new column or one batch of rows. It may be stopped at any moment: run it again, and
    /// it goes on where it was. Rows that are added or moved later are without a place in the index until it has run
    /// again.
    Index(Index),
    /// Find out the extremes, the nulls and the coverage of published tables, which TAP_SCHEMA, /tables and /moc tell then.
    ///
    /// Tables that `ingest` made are counted already. Each of the others is read once as a whole, views and foreign tables
    /// too.
    Statistics(Statistics),
    /// Write the collection file of tables that are already in the database: a table, a view, or a whole schema.
    ///
    /// What the catalogue of PostgreSQL and a sample of rows do not tell is guessed and marked. A file that is there keeps
    /// its texts, comments and order.
    Describe(Describe),
    /// Remove a collection: its tables with their rows, their statistics, the list of its images, and its file. It asks first.
    Drop(Drop),
    /// Say who may log in with a password: `[login] users` of host.toml says whether users.toml or a table holds them.
    ///
    /// A running host takes changes within a second.
    User {
        /// What to do.
        #[command(subcommand)]
        action: UserAction,
    },
    /// Make, list and revoke bearer tokens: passwords for programs, which end by themselves and may do less.
    Token {
        /// What to do.
        #[command(subcommand)]
        action: TokenAction,
    },
    /// Say who may see what, and which line of which file decides it.
    ///
    /// Of a caller: every collection with its tables, the rows and columns that he has of them, and when more will be public.
    /// Of a collection: everybody who has rights in it. The database is not asked.
    Access(Access),
    /// List the plugin libraries that are found, with their versions, routes and settings.
    Plugins(Folder),
    /// Print the merged configuration, each value with the file and line that says it.
    Config(Folder),
    /// Serve a synthetic survey from a private PostgreSQL: nothing needs to be configured.
    Demo(Demo),
    /// Make a table of files, sorted and indexed for the sky.
    ///
    /// The files are FITS, VOTable, CSV, TSV or Parquet, with or without gzip, all of one table. A table that is there is
    /// replaced in one step when all rows are in: until then its readers see the old one, and when anything fails, or
    /// this is killed, nothing has changed. The same command on the same files gives the same table.
    Ingest(Ingest),
    /// Read the headers of FITS images, and list them: what ivoa.obscore, image search and links know of them.
    ///
    /// A collection says where its images are: `[images]` in its file. Files that are as they were are not read again, and rows
    /// whose file is gone are removed, all in one step at the end. What cannot be read is left out and told. With `table`
    /// in `[images]`, the list is made from that table of the database.
    IngestImages(IngestImages),
    /// Make the images of the demo and list them; `demo` runs it after its start.
    #[command(hide = true)]
    DemoImages(DemoImages),
    /// Make sky views (HiPS) of the images of a collection: one of each band, and one in colour of three of them.
    ///
    /// The images are those of the list that `armilla ingest-images` fills. It may be stopped at any moment: run it again,
    /// and it goes on where it was. Later it makes only what new and changed images touch.
    Hips(Hips),
    /// Exchange tables, images and positions with TOPCAT, Aladin and other programs and pages of this desktop (SAMP).
    Samp {
        /// What to do.
        #[command(subcommand)]
        action: SampAction,
    },
}

/// The configuration that a command works on.
#[derive(Clone, Debug, ClapArgs)]
pub struct Folder {
    /// The folder with host.toml, a file for each plugin instance, and collections/.
    #[arg(long, value_name = "DIR", default_value = "conf.d")]
    pub conf: PathBuf,
    /// Replace a value, for tests: host.server.address=127.0.0.1:0, tap.maxrec_default=10. May be repeated.
    #[arg(long = "set", value_name = "NAME.KEY=VALUE", value_parser = Override::parse)]
    pub overrides: Vec<Override>,
}

/// The flags of `check`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Check {
    /// Do not ask the database.
    #[arg(long)]
    pub offline: bool,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `access`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Access {
    /// A user of users.toml, or `anonymous`.
    #[arg(value_name = "WHO", required_unless_present = "collection", conflicts_with = "collection")]
    pub who: Option<String>,
    /// His groups, in place of those of users.toml: for users whom another program keeps.
    #[arg(long, value_name = "GROUP,GROUP", value_delimiter = ',', requires = "who")]
    pub groups: Option<Vec<String>>,
    /// Whoever has rights in one collection: the name of its file.
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `statistics`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Statistics {
    /// The table as PostgreSQL calls it; in double quotes where its name has capitals or signs. All tables if absent.
    #[arg(value_name = "SCHEMA.TABLE", conflicts_with = "collection")]
    pub table: Option<String>,
    /// The tables of one collection: the name of its file.
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `describe`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Describe {
    /// What to describe, as PostgreSQL calls it; in double quotes where a name has capitals or signs.
    #[arg(value_name = "SCHEMA[.TABLE]")]
    pub what: String,
    /// The collection that publishes it; named after the schema if absent.
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Who may see a new collection: `public`, or groups. A file that is there keeps its rule; without this and with
    /// `[access] default` as shipped nobody sees a new one until its file says who.
    #[arg(long, value_name = "public|GROUP,...", value_parser = access)]
    pub access: Option<catalogue::Access>,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `drop`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Drop {
    /// The collection: the name of its file without `.toml`.
    #[arg(value_name = "COLLECTION")]
    pub collection: String,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `index`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Index {
    /// The table as PostgreSQL calls it; in double quotes where its name has capitals or signs.
    #[arg(value_name = "SCHEMA.TABLE")]
    pub table: String,
    /// The column of the right ascension or longitude, in degrees; that of the collection file if absent, else found by
    /// its name.
    #[arg(long, value_name = "COLUMN", requires = "dec")]
    pub ra: Option<String>,
    /// The column of the declination or latitude, in degrees.
    #[arg(long, value_name = "COLUMN", requires = "ra")]
    pub dec: Option<String>,
    /// The column that is added, of type bigint.
    #[arg(long, value_name = "COLUMN", default_value = "hpx")]
    pub column: String,
    /// How long to try where others hold locks, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub patience_secs: u64,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The demo's flags.
#[derive(Clone, Debug, ClapArgs)]
pub struct Demo {
    /// What to serve: jplus (12 filters, two releases), jpas (59 filters in 16 apertures), or both: jplus,jpas.
    #[arg(long, value_name = "NAME", default_value = "jplus", value_delimiter = ',', value_parser = project)]
    pub survey: Vec<Project>,
    /// Objects of each survey, up to 10000000; 100000 of jplus and 20000 of jpas if absent. Another number than last
    /// time makes the survey anew.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1000..=10_000_000))]
    pub objects: Option<u64>,
    /// Where the demo keeps its database and its conf.d.
    #[arg(long, value_name = "DIR", default_value = "var")]
    pub dir: PathBuf,
    /// Where it listens.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080", value_parser = crate::config::Address::parse)]
    pub address: crate::config::Address,
    /// Make no FITS images after the start.
    #[arg(long)]
    pub no_images: bool,
    /// Replace a value, for tests: host.log.level="debug", tap.maxrec_default=10. May be repeated.
    #[arg(long = "set", value_name = "NAME.KEY=VALUE", value_parser = Override::parse)]
    pub overrides: Vec<Override>,
}

/// The flags of `ingest-images`.
#[derive(Clone, Debug, ClapArgs)]
pub struct IngestImages {
    /// Folders, files, or patterns in quotes such as "2026/**/*-rSDSS.fits", below the folder of the collection; all of
    /// that folder if absent. Rows outside of them stay as they are.
    #[arg(value_name = "DIR|GLOB")]
    pub paths: Vec<PathBuf>,
    /// The collection: the name of its file, conf.d/collections/NAME.toml.
    #[arg(long, value_name = "NAME")]
    pub collection: String,
    /// Read all files again, after `[images]` or an enumeration has changed; and let the last row go if no file is there.
    #[arg(long)]
    pub all: bool,
    /// Read and tell, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The configuration with the database.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `demo-images`.
#[derive(Clone, Debug, ClapArgs)]
pub struct DemoImages {
    /// The folder of the demo.
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Objects of the survey.
    #[arg(long, value_name = "N")]
    pub objects: u64,
    /// The configuration with the database.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of ingest.
#[derive(Clone, Debug, ClapArgs)]
pub struct Ingest {
    /// The files of one table; several must have the same columns.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The table to make or to replace: lower-case names, e.g. survey_dr1.stars. A schema that is not there is made.
    #[arg(long, value_name = "SCHEMA.TABLE")]
    pub table: Target,
    /// The collection in whose file the table is published: conf.d/collections/NAME.toml; the schema with `-` for `_` if
    /// absent.
    #[arg(long, value_name = "NAME", value_parser = collection)]
    pub collection: Option<String>,
    /// Who may see a new collection: `public`, or groups. A file that is there keeps its rule; without this and with
    /// `[access] default` as shipped nobody sees a new one until its file says who.
    #[arg(long, value_name = "public|GROUP,...", value_parser = access)]
    pub access: Option<catalogue::Access>,
    /// Types of columns of CSV and TSV, where all values together would tell another: flag=boolean,id=text. They are boolean,
    /// int, long, double, timestamp and text.
    #[arg(long, value_name = "NAME=TYPE", value_delimiter = ',')]
    pub types: Vec<Given>,
    /// The column with the longitude in degrees, where neither UCDs nor names tell it.
    #[arg(long, value_name = "COLUMN", requires = "dec", conflicts_with = "no_position")]
    pub ra: Option<String>,
    /// The column with the latitude in degrees.
    #[arg(long, value_name = "COLUMN", requires = "ra")]
    pub dec: Option<String>,
    /// The frame of the position: ICRS, FK5, FK4 or GALACTIC; what the file says, else ICRS, if absent.
    #[arg(long, value_name = "FRAME", value_parser = frame, conflicts_with = "no_position")]
    pub frame: Option<Frame>,
    /// The table is not on the sky: rows stay in the order of the files, and there is no cone search.
    #[arg(long)]
    pub no_position: bool,
    /// Replace a table that is there, though no ingest has made it; all its rows go.
    #[arg(long)]
    pub replace: bool,
    /// Leave out broken rows and write them to this CSV file: file, row, what is wrong. Without it the first one ends
    /// the work.
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The configuration with the database.
    #[command(flatten)]
    pub folder: Folder,
}

fn collection(name: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_good = name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(fits);
    is_good
        .then(|| name.to_owned())
        .ok_or_else(|| "write lower-case letters, digits and `-`, e.g. survey-dr1".to_owned())
}

fn access(said: &str) -> Result<catalogue::Access, String> {
    if said == "public" {
        return Ok(catalogue::Access::public());
    }
    match said.split(',').find_map(::identity::group_fault) {
        Some(fault) => Err(format!("{fault}; write `public`, or groups with commas between them")),
        None => Ok(catalogue::Access::groups(said.split(','))),
    }
}

fn frame(name: &str) -> Result<Frame, String> {
    let known =
        Frame::ALL.into_iter().find(|frame| sky::Frame::from(*frame).name().eq_ignore_ascii_case(name));
    known.ok_or_else(|| "write ICRS, FK5, FK4 or GALACTIC".to_owned())
}

fn project(name: &str) -> Result<Project, String> {
    let known = Project::ALL.into_iter().find(|project| project.name() == name);
    known.ok_or_else(|| "write jplus, jpas or jplus,jpas".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    pub fn parsed(line: &str) -> Result<Args, String> {
        Args::try_parse_from(line.split_whitespace()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_commands_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_folder_and_overrides_are_read() {
        let args =
            parsed("armilla run --conf /etc/armilla --set host.server.address=127.0.0.1:0 --set tap.x=1")
                .unwrap();
        let Command::Run(folder) = args.command else { panic!("{args:?}") };
        assert_eq!(folder.conf, PathBuf::from("/etc/armilla"));
        assert_eq!(folder.overrides.len(), 2);
    }

    #[test]
    fn the_demo_has_its_defaults() {
        let Command::Demo(demo) = parsed("armilla demo").unwrap().command else { panic!() };
        assert_eq!((demo.objects, demo.address.as_str()), (None, "127.0.0.1:8080"));
        assert_eq!(demo.survey, [Project::Jplus]);
    }

    #[test]
    fn the_demo_serves_one_survey_or_both() {
        let surveys = |line| match parsed(line).unwrap().command {
            Command::Demo(demo) => demo.survey,
            other => panic!("{other:?}"),
        };
        assert_eq!(surveys("armilla demo --survey jpas"), [Project::Jpas]);
        assert_eq!(surveys("armilla demo --survey jplus,jpas"), Project::ALL);
        let error = parsed("armilla demo --survey sdss").unwrap_err();
        let told = "error: invalid value 'sdss' for '--survey <NAME>': write jplus, jpas or jplus,jpas\n";
        assert!(error.starts_with(told), "{error}");
    }

    #[test]
    fn what_ingest_cannot_use_is_told_with_what_to_write() {
        let line = |more: &str| format!("armilla ingest a.fits --table dr1.stars {more}");
        let Command::Ingest(flags) = parsed(&line("--frame galactic")).unwrap().command else { panic!() };
        assert_eq!((flags.table.to_string(), flags.frame), ("dr1.stars".into(), Some(Frame::Galactic)));
        for (line, told) in [
            (
                "armilla ingest a.fits --table Stars".to_owned(),
                "error: invalid value 'Stars' for '--table <SCHEMA.TABLE>': `Stars` is not of the form SCHEMA.TABLE, \
                 e.g. survey_dr1.stars\n",
            ),
            (
                line("--collection ../x"),
                "error: invalid value '../x' for '--collection <NAME>': write lower-case letters, digits and `-`, \
                 e.g. survey-dr1\n",
            ),
            (
                line("--frame fk6"),
                "error: invalid value 'fk6' for '--frame <FRAME>': write ICRS, FK5, FK4 or GALACTIC\n",
            ),
        ] {
            let error = parsed(&line).unwrap_err();
            assert!(error.starts_with(told), "{error}");
        }
    }

    #[test]
    fn a_wrong_override_is_told() {
        let error = parsed("armilla check --set tap").unwrap_err();
        assert!(
            error.contains("`tap` is not of the form NAME.KEY=VALUE, e.g. tap.maxrec_default=10"),
            "{error}"
        );
    }
}
