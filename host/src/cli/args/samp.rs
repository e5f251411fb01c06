//! The commands that talk to desktop programs by SAMP, and their flags.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

/// What to do with SAMP.
#[derive(Clone, Debug, Subcommand)]
pub enum SampAction {
    /// List the programs and pages that are registered with the hub, and the messages that each takes.
    List,
    /// Send a table or an image, a file or a URL, to the programs that take it.
    ///
    /// What it is follows from its content: VOTables, FITS tables, FITS images and coverage maps (MOC).
    Send(SampSend),
    /// Let programs look at a position.
    Point(SampPoint),
    /// Print what programs send, each message as a line of JSON, until Ctrl-C or the end of the hub.
    Listen(SampListen),
    /// Run a hub, with which programs and pages register, until Ctrl-C or SIGTERM.
    ///
    /// TOPCAT and Aladin bring a hub along; this one is for a desktop without them, and for tests.
    Hub(SampHub),
}

/// To whom a message goes, and for how long.
#[derive(Clone, Debug, ClapArgs)]
pub struct SampReceiver {
    /// The program: its name or its id, as `armilla samp list` prints them; all that take it if absent.
    #[arg(long, value_name = "CLIENT")]
    pub to: Option<String>,
    /// How long to wait for the response of each, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout_secs: u64,
}

/// The flags of `samp send`.
#[derive(Clone, Debug, ClapArgs)]
pub struct SampSend {
    /// A file, or a URL that programs of this machine can read.
    #[arg(value_name = "FILE|URL")]
    pub what: String,
    /// What programs call it; the name of the file if absent.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The message to send, where the content does not tell it or another is wanted, e.g. table.load.votable.
    #[arg(long, value_name = "MTYPE", value_parser = mtype)]
    pub mtype: Option<String>,
    /// Who gets it.
    #[command(flatten)]
    pub receiver: SampReceiver,
}

/// The flags of `samp point`.
#[derive(Clone, Debug, ClapArgs)]
pub struct SampPoint {
    /// The right ascension (ICRS) in degrees, from 0 to 360.
    #[arg(value_name = "RA", value_parser = ra)]
    pub ra: f64,
    /// The declination (ICRS) in degrees.
    #[arg(value_name = "DEC", value_parser = dec, allow_negative_numbers = true)]
    pub dec: f64,
    /// Who gets it.
    #[command(flatten)]
    pub receiver: SampReceiver,
}

/// The flags of `samp listen`.
#[derive(Clone, Debug, ClapArgs)]
pub struct SampListen {
    /// A message to take, or a pattern such as `table.*`. May be repeated; all messages if absent.
    #[arg(long = "mtype", value_name = "MTYPE")]
    pub mtypes: Vec<String>,
    /// What other programs call this one.
    #[arg(long, value_name = "NAME", default_value = "armilla listen")]
    pub name: String,
    /// Save the tables and images that are sent in this folder, before their senders get their response.
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// End after so many messages.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
}

/// The flags of `samp hub`.
#[derive(Clone, Debug, ClapArgs)]
pub struct SampHub {
    /// Let pages register too, after a question on the terminal (Web Profile). It is the default.
    #[arg(long, overrides_with = "no_web")]
    pub web: bool,
    /// No page finds the hub.
    #[arg(long)]
    pub no_web: bool,
    /// The port of the Web Profile, for tests: pages look for a hub at 21012 only. 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = samp::WEB_PORT, conflicts_with = "no_web")]
    pub web_port: u16,
    /// Let pages of an origin such as `https://archive.example` register without a question. May be repeated.
    #[arg(long, value_name = "ORIGIN", value_parser = origin, conflicts_with = "no_web")]
    pub yes_to: Vec<String>,
    /// The lockfile; where SAMP_HUB says or `.samp` in the home directory if absent.
    #[arg(long, value_name = "FILE")]
    pub lockfile: Option<PathBuf>,
}

fn mtype(text: &str) -> Result<String, String> {
    let hint = "write letters, digits, `-` and `_` with dots between them, e.g. table.load.votable";
    samp::is_mtype(text).then(|| text.to_owned()).ok_or_else(|| hint.to_owned())
}

fn ra(text: &str) -> Result<f64, String> {
    degrees(text, 0.0..=360.0).ok_or_else(|| "write degrees from 0 to 360".to_owned())
}

fn dec(text: &str) -> Result<f64, String> {
    degrees(text, -90.0..=90.0).ok_or_else(|| "write degrees from -90 to 90".to_owned())
}

fn degrees(text: &str, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
    text.parse().ok().filter(|degrees| range.contains(degrees))
}

/// An origin as browsers write it: a URL's beginning, without path and without a port that goes without saying.
fn origin(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).ok().filter(|url| url.has_host() && matches!(url.path(), "" | "/"));
    let origin = url.map(|url| url.origin().ascii_serialization()).filter(|origin| origin != "null");
    origin.ok_or_else(|| {
        "write scheme, name and port, e.g. https://archive.example or http://127.0.0.1:8080".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::parsed;
    use super::super::{Args, Command};
    use super::*;

    fn action(line: &str) -> SampAction {
        match parsed(line) {
            Ok(Args { command: Command::Samp { action } }) => action,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn positions_may_be_negative_and_are_in_range() {
        let SampAction::Point(flags) = action("armilla samp point 10.5 -20.25") else { panic!() };
        assert_eq!((flags.ra, flags.dec), (10.5, -20.25));
        for line in ["armilla samp point 361 0", "armilla samp point 0 -91", "armilla samp point NaN 0"] {
            assert!(parsed(line).unwrap_err().contains("write degrees from"), "{line}");
        }
    }

    #[test]
    fn origins_are_as_browsers_write_them() {
        assert_eq!(origin("https://Archive.example:443/").unwrap(), "https://archive.example");
        assert_eq!(origin("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        for wrong in ["archive.example", "https://a.example/x", "file:///x", "*"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_hub_is_for_pages_unless_told_otherwise() {
        let SampAction::Hub(flags) = action("armilla samp hub") else { panic!() };
        assert_eq!((flags.no_web, flags.web_port), (false, 21012));
        let SampAction::Hub(flags) = action("armilla samp hub --no-web") else { panic!() };
        assert!(flags.no_web);
    }
}
