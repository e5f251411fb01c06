//! The commands that say who may log in, and their flags.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::Folder;

/// What to do with users.
#[derive(Clone, Debug, Subcommand)]
pub enum UserAction {
    /// Add a user. The password is asked for on the terminal unless a flag says where it is.
    Add(UserAdd),
    /// Give a user another password. His sessions and tokens end.
    Passwd(UserPasswd),
    /// Remove a user. His sessions and tokens end.
    Remove(UserRemove),
    /// List the users with their groups.
    List(Folder),
}

/// The flags of `user add`.
#[derive(Clone, Debug, ClapArgs)]
pub struct UserAdd {
    /// The name: letters a-z, A-Z, digits and `._@-`.
    #[arg(value_name = "NAME", value_parser = user)]
    pub name: String,
    /// A group that he belongs to. May be repeated.
    #[arg(long = "group", value_name = "GROUP", value_parser = group)]
    pub groups: Vec<String>,
    /// His password.
    #[command(flatten)]
    pub password: PasswordSource,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `user passwd`.
#[derive(Clone, Debug, ClapArgs)]
pub struct UserPasswd {
    /// The name.
    #[arg(value_name = "NAME", value_parser = user)]
    pub name: String,
    /// His new password.
    #[command(flatten)]
    pub password: PasswordSource,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `user remove`.
#[derive(Clone, Debug, ClapArgs)]
pub struct UserRemove {
    /// The name.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// Where a new password comes from; from the terminal if neither is said.
#[derive(Clone, Debug, ClapArgs)]
pub struct PasswordSource {
    /// Read the password from the first line of a file; `-` is stdin.
    #[arg(long, value_name = "FILE", conflicts_with = "generate")]
    pub password_file: Option<PathBuf>,
    /// Make a password and print it; it is not shown again.
    #[arg(long)]
    pub generate: bool,
}

/// What to do with bearer tokens.
#[derive(Clone, Debug, Subcommand)]
pub enum TokenAction {
    /// Make a token for a user and print it; it is not shown again.
    Create(TokenCreate),
    /// List the tokens of a user, or of all.
    List(TokenList),
    /// End a token, within seconds on all hosts.
    Revoke(TokenRevoke),
}

/// The flags of `token create`.
#[derive(Clone, Debug, ClapArgs)]
pub struct TokenCreate {
    /// Whose token it is. It ends when his password changes.
    #[arg(value_name = "USER")]
    pub user: String,
    /// A group that the token is for. May be repeated; all that the user has at any time if absent.
    #[arg(long = "group", value_name = "GROUP", value_parser = group)]
    pub groups: Vec<String>,
    /// An instance that the token is for: the name of its file. May be repeated; all if absent.
    #[arg(long = "instance", value_name = "NAME")]
    pub instances: Vec<String>,
    /// Days until it ends.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: u32,
    /// What it is for, as lists show it.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub name: String,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `token list`.
#[derive(Clone, Debug, ClapArgs)]
pub struct TokenList {
    /// The user; all if absent.
    #[arg(value_name = "USER")]
    pub user: Option<String>,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

/// The flags of `token revoke`.
#[derive(Clone, Debug, ClapArgs)]
pub struct TokenRevoke {
    /// The id of the token, as `armilla token list` shows it.
    #[arg(value_name = "ID")]
    pub id: String,
    /// The configuration.
    #[command(flatten)]
    pub folder: Folder,
}

fn user(name: &str) -> Result<String, String> {
    identity::user_fault(name).map_or_else(|| Ok(name.to_owned()), |fault| Err(fault.to_owned()))
}

fn group(name: &str) -> Result<String, String> {
    identity::group_fault(name).map_or_else(|| Ok(name.to_owned()), |fault| Err(fault.to_owned()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::{Args, Command};
    use super::*;

    fn parsed(line: &str) -> Result<Args, String> {
        Args::try_parse_from(line.split_whitespace()).map_err(|error| error.to_string())
    }

    #[test]
    fn users_and_tokens_have_their_flags() {
        let args = parsed("armilla user add ada --group a --group b --generate --conf /x").unwrap();
        let Command::User { action: UserAction::Add(flags) } = args.command else { panic!() };
        assert_eq!((flags.groups.join(","), flags.folder.conf), ("a,b".to_owned(), PathBuf::from("/x")));
        let args = parsed("armilla token create ada --instance tap --days 7").unwrap();
        let Command::Token { action: TokenAction::Create(flags) } = args.command else { panic!() };
        assert_eq!((flags.instances.join(","), flags.days), ("tap".to_owned(), 7));
    }

    #[test]
    fn names_that_cannot_be_are_refused_with_the_rule() {
        let told = parsed("armilla user add a:b --generate").unwrap_err();
        assert!(
            told.starts_with(
                "error: invalid value 'a:b' for '<NAME>': a user's name is of letters a-z, A-Z, digits and `._@-`, \
                 at most 128 of them\n"
            ),
            "{told}"
        );
    }
}
