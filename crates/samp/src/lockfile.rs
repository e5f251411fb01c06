//! The lockfile of the Standard Profile, by which clients find the hub (SAMP 1.3 §4.2).

use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use url::Url;

use crate::SampError;

/// The most bytes that are read of one.
const BYTES_MAX: usize = 64 << 10;

/// Where the lockfile is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file of this machine.
    File(PathBuf),
    /// An address, for clients only.
    Http(String),
}

impl Location {
    /// The place that `SAMP_HUB` says (`std-lockurl:URL`), else `.samp` in the home directory.
    pub fn from_environment() -> Result<Self, SampError> {
        match env::var("SAMP_HUB") {
            Ok(value) if !value.is_empty() => Self::from_variable(&value),
            _ => match env::home_dir() {
                Some(home) => Ok(Self::File(home.join(".samp"))),
                None => {
                    Err(SampError::Location("the home directory is not known; set HOME or SAMP_HUB".into()))
                }
            },
        }
    }

    fn from_variable(value: &str) -> Result<Self, SampError> {
        let wrong = || {
            SampError::Location(format!(
                "SAMP_HUB is `{value}`; write std-lockurl: and a file: or http: URL behind it"
            ))
        };
        let text = value.strip_prefix("std-lockurl:").ok_or_else(wrong)?;
        let url = Url::parse(text).map_err(|_| wrong())?;
        match url.scheme() {
            "file" => url.to_file_path().map(Self::File).map_err(|()| wrong()),
            "http" | "https" => Ok(Self::Http(text.to_owned())),
            _ => Err(wrong()),
        }
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Http(url) => out.write_str(url),
        }
    }
}

/// What the lockfile says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lockfile {
    /// What a client shows to register (`samp.secret`).
    pub secret: String,
    /// The address of the hub (`samp.hub.xmlrpc.url`).
    pub hub_url: String,
}

impl Lockfile {
    /// Reads the lockfile; a missing one is the error that no hub runs.
    pub async fn read(location: &Location) -> Result<Self, SampError> {
        let text = match location {
            Location::File(path) => match fs::read(path) {
                Ok(bytes) => String::from_utf8_lossy(&bytes[..bytes.len().min(BYTES_MAX)]).into_owned(),
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    return Err(SampError::NoHub(format!("there is no lockfile {location}")));
                }
                Err(error) => return Err(SampError::io(format!("the SAMP lockfile {location}"), error)),
            },
            Location::Http(url) => crate::caller::Caller::new()?.get(url, BYTES_MAX).await?,
        };
        Self::parse(&text, &location.to_string())
    }

    fn parse(text: &str, place: &str) -> Result<Self, SampError> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let tokens: HashMap<&str, &str> = lines.filter_map(|line| line.split_once('=')).collect();
        let token = |token: &'static str| {
            let found = tokens.get(token).filter(|value| !value.is_empty());
            found.ok_or_else(|| SampError::Lockfile { place: place.to_owned(), token })
        };
        Ok(Self {
            secret: (*token("samp.secret")?).to_owned(),
            // Old hubs escaped colons with backslashes, as files of Java properties do.
            hub_url: token("samp.hub.xmlrpc.url")?.replace('\\', ""),
        })
    }

    /// Makes the file, for its owner only from the first byte on, and whole from the moment it has its name. It fails
    /// with `AlreadyExists` if there is one.
    pub(crate) fn create(&self, path: &Path) -> Result<(), std::io::Error> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A temporary file has the mode 0600.
        let mut file = tempfile::Builder::new().prefix(".samp-").tempfile_in(folder)?;
        let version = env!("CARGO_PKG_VERSION");
        write!(
            file,
            "# SAMP lockfile (Standard Profile 1.3); its hub removes it\nsamp.secret={}\nsamp.hub.xmlrpc.url={}\n\
             samp.profile.version=1.3\nhub.impl=armilla {version}\n",
            self.secret, self.hub_url
        )?;
        file.persist_noclobber(path).map(drop).map_err(|error| error.error)
    }

    /// Removes the file if it is still this one.
    pub(crate) fn remove(&self, path: &Path) -> Result<(), std::io::Error> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            text => text?,
        };
        match Self::parse(&text, "") {
            Ok(found) if found == *self => fs::remove_file(path),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn comments_and_backslashes_are_no_part_of_it() {
        let text = "# a comment\n\nsamp.secret=ab=c\nsamp.hub.xmlrpc.url=http\\://127.0.0.1\\:9/x\nother=1\n";
        let read = Lockfile::parse(text, "x").unwrap();
        assert_eq!(read, Lockfile { secret: "ab=c".into(), hub_url: "http://127.0.0.1:9/x".into() });
        let error = Lockfile::parse("samp.secret=1\n", "/home/ada/.samp").unwrap_err();
        assert_eq!(error.to_string(), "the SAMP lockfile /home/ada/.samp has no `samp.hub.xmlrpc.url`");
    }

    #[tokio::test]
    async fn it_is_the_owners_alone_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".samp");
        let ours = Lockfile { secret: "s".into(), hub_url: "http://127.0.0.1:1/".into() };
        ours.create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Lockfile::read(&Location::File(path.clone())).await.unwrap(), ours);
        let other = Lockfile { secret: "t".into(), ..ours.clone() };
        assert_eq!(other.create(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
        other.remove(&path).unwrap();
        assert!(path.exists());
        ours.remove(&path).unwrap();
        assert!(!path.exists());
        ours.remove(&path).unwrap();
    }

    #[test]
    fn the_variable_names_a_url() {
        let read = |value| Location::from_variable(value);
        assert_eq!(read("std-lockurl:file:///a/b").unwrap(), Location::File("/a/b".into()));
        assert_eq!(read("std-lockurl:file://localhost/a%20b").unwrap(), Location::File("/a b".into()));
        assert_eq!(read("std-lockurl:http://h/x").unwrap(), Location::Http("http://h/x".into()));
        let told = "the place of the SAMP lockfile is not usable: SAMP_HUB is `web-appname:x`; write std-lockurl: and a \
                    file: or http: URL behind it";
        assert_eq!(read("web-appname:x").unwrap_err().to_string(), told);
    }
}
