//! New passwords: asked for without echo, read from a file, or made.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use identity::PasswordHash;
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};

use super::args::PasswordSource;
use super::failure::Failure;
use super::print;

/// A password that was chosen, as its hash.
pub struct Chosen {
    /// The hash.
    pub hash: PasswordHash,
    /// The password, where it was made here and is to be printed.
    pub made: Option<String>,
}

/// The least that a password may have.
const LETTERS_MIN: usize = 8;
/// The most that a file may have, as many as a log-in takes.
const BYTES_MAX: u64 = 1024;

/// Gets a new password for a user.
pub fn choose(source: &PasswordSource, user: &str) -> Result<Chosen, Failure> {
    if source.generate {
        let password = PasswordHash::generate().map_err(|error| no_random(&error))?;
        return Ok(Chosen { hash: hash(&password)?, made: Some(password) });
    }
    let password = match &source.password_file {
        Some(file) => read(file).map_err(|error| {
            let message = format!("the password cannot be read from {}: {error}", file.display());
            Failure::machine(message, "name a file that you may read, or `-` for stdin")
        })?,
        None => ask(user)?,
    };
    acceptable(&password).map_err(Failure::Usage)?;
    Ok(Chosen { hash: hash(&password)?, made: None })
}

/// The failure of a system without random numbers.
pub fn no_random(error: &dyn std::fmt::Display) -> Failure {
    Failure::machine(
        format!("no random numbers: {error}"),
        "the system has no source of them; see getrandom(2)",
    )
}

fn hash(password: &str) -> Result<PasswordHash, Failure> {
    PasswordHash::of(password).map_err(|error| no_random(&error))
}

fn acceptable(password: &str) -> Result<(), String> {
    match password.chars().count() {
        count if count < LETTERS_MIN => {
            Err(format!("a password has at least {LETTERS_MIN} letters; --generate makes one"))
        }
        _ if password.len() as u64 > BYTES_MAX => Err(format!("a password has at most {BYTES_MAX} bytes")),
        _ => Ok(()),
    }
}

/// The first line of a file.
fn read(file: &Path) -> io::Result<String> {
    let input: Box<dyn Read> =
        if file == Path::new("-") { Box::new(io::stdin()) } else { Box::new(fs::File::open(file)?) };
    let mut line = String::new();
    io::BufReader::new(input.take(BYTES_MAX + 2)).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Asks twice on the terminal.
fn ask(user: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(
            "nobody is here to ask for a password; --password-file reads one, --generate makes one"
                .to_owned(),
        ));
    }
    let unheard = |error: io::Error| {
        Failure::machine(format!("the terminal cannot be read: {error}"), "use --password-file or --generate")
    };
    let _silent = Silent::begin().map_err(unheard)?;
    let [once, again] = [format!("password for {user}:"), "the same again:".to_owned()].map(|question| {
        print::status(&question);
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).map(|_| answer.trim_end_matches(['\n', '\r']).to_owned())
    });
    let (once, again) = (once.map_err(unheard)?, again.map_err(unheard)?);
    if once == again { Ok(once) } else { Err(Failure::Usage("the two are not the same".to_owned())) }
}

/// A terminal that does not show what is written, until dropped.
struct Silent(Termios);

impl Silent {
    fn begin() -> io::Result<Self> {
        let old = tcgetattr(io::stdin())?;
        let mut silent = old.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &silent)?;
        Ok(Self(old))
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing anyway.
        let _ = tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_file(text: &str) -> Result<Chosen, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        fs::write(&file, text).unwrap();
        choose(&PasswordSource { password_file: Some(file), generate: false }, "ada")
    }

    #[test]
    fn a_password_is_the_first_line_of_a_file_or_made() {
        assert!(from_file("correct horse\r\nbattery\n").unwrap().hash.is_of("correct horse"));
        let made = choose(&PasswordSource { password_file: None, generate: true }, "ada").unwrap();
        assert!(made.hash.is_of(&made.made.unwrap()));
    }

    #[test]
    fn short_and_huge_passwords_are_refused() {
        let told = |text: &str| from_file(text).err().unwrap().to_string();
        assert_eq!(told("seven77\n"), "error: a password has at least 8 letters; --generate makes one");
        assert_eq!(told(&"x".repeat(5000)), "error: a password has at most 1024 bytes");
    }
}
