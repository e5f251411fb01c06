//! `armilla token`: bearer tokens of users.

use std::sync::Arc;

use conf_file::suggestion;
use database::Client;
use identity::Users;
use identity::tokens::{self, NewToken, Token, TokenError};

use super::args::{Folder, TokenAction, TokenCreate};
use super::failure::Failure;
use super::print;
use super::recorded::Recorded;
use super::secret::no_random;
use super::user::{Kept, failed, unknown};
use super::workbench::Workbench;

/// Makes, lists or revokes tokens.
pub fn token(action: &TokenAction) -> Result<(), Failure> {
    let folder = match action {
        TokenAction::Create(flags) => &flags.folder,
        TokenAction::List(flags) => &flags.folder,
        TokenAction::Revoke(flags) => &flags.folder,
    };
    let bench = Workbench::open(folder)?;
    let client = bench.client()?;
    bench.runtime.block_on(identity::create_tables(&client)).map_err(failed)?;
    match action {
        TokenAction::Create(flags) => create(&bench, &client, flags),
        TokenAction::List(flags) => {
            let found = bench.runtime.block_on(tokens::list(&client, flags.user.as_deref()));
            let users = Kept::open(folder)?.users()?;
            found.map_err(refused)?.iter().for_each(|token| print::line(&shown(token, &users)));
            Ok(())
        }
        TokenAction::Revoke(flags) => revoke(&bench, &client, folder, &flags.id),
    }
}

fn create(bench: &Workbench, client: &Arc<Client>, flags: &TokenCreate) -> Result<(), Failure> {
    let users = Kept::open(&flags.folder)?.users()?;
    let user = users.get(&flags.user).ok_or_else(|| unknown(&users, &flags.user))?;
    let known: Vec<&str> = bench.config.instances.iter().map(|instance| instance.name.as_str()).collect();
    if let Some(wrong) = flags.instances.iter().find(|name| !known.contains(&name.as_str())) {
        let hint = suggestion(wrong, "instances", known);
        return Err(Failure::Usage(format!("there is no instance `{wrong}`; {hint}")));
    }
    let some = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
    let new = NewToken {
        title: flags.name.clone(),
        groups: some(&flags.groups),
        instances: some(&flags.instances),
        days: flags.days,
    };
    let recorded = Recorded::open(&flags.folder)?;
    let text = bench.runtime.block_on(tokens::create(client, user, &new)).map_err(refused)?;
    recorded.done("token create", &flags.user)?;
    print::status(&format!("a token of `{}` for {} days; it is not shown again:", flags.user, flags.days));
    print::line(&text);
    Ok(())
}

fn revoke(bench: &Workbench, client: &Arc<Client>, folder: &Folder, id: &str) -> Result<(), Failure> {
    let recorded = Recorded::open(folder)?;
    let Some(user) = bench.runtime.block_on(tokens::revoke(client, id, None)).map_err(refused)? else {
        let message = format!("there is no token `{id}`; `armilla token list` shows those who are there");
        return Err(Failure::Usage(message));
    };
    recorded.done("token revoke", &user)?;
    print::status(&format!("token `{id}` is revoked"));
    Ok(())
}

fn refused(error: TokenError) -> Failure {
    match error {
        TokenError::Database(error) => failed(error),
        TokenError::Random(error) => no_random(&error),
    }
}

/// One line: id, user, days, what it is limited to, what it is for.
fn shown(token: &Token, users: &Users) -> String {
    let ended = match users.get(&token.user) {
        _ if token.expired => "  expired",
        None => "  ended: no such user",
        Some(user) if token.is_outlived_by(user) => "  ended by another password",
        Some(user) if user.disabled => "  ended: disabled",
        Some(_) => "",
    };
    let limited = |what: &str, list: &Option<Vec<String>>| {
        list.as_ref().map(|list| format!("  {what} {}", list.join(","))).unwrap_or_default()
    };
    format!(
        "{}  {:<20} {} to {}{}{}  {}{ended}",
        token.id,
        token.user,
        token.created,
        token.until,
        limited("groups", &token.groups),
        limited("instances", &token.instances),
        token.title,
    )
}
