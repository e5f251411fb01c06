//! The head of a new collection file.

use super::Head;
use super::table::Defaults;
use super::text::{Pairs, string, strings};
use crate::names::one_line;
use crate::{Access, Storage};

/// The head's lines, each with a comment above that says what it is.
pub(super) fn written(id: &str, head: &Head) -> String {
    let guessed = "  # guessed: nobody has said it yet";
    let said = |text: &str, otherwise: String| match one_line(text) {
        Some(text) => string(&text),
        None => format!("{}{guessed}", string(&otherwise)),
    };
    let mut text = format!(
        "# The collection `{id}`: what is released, granted and withdrawn together.\n\
         # Edit it freely: `armilla ingest` and `armilla describe` keep your texts, comments and order.\n\n\
         # A title of a few words, and what the collection holds, in a sentence or two.\n\
         title = {}\ndescription = {}\n",
        said(&head.title, id.to_owned()),
        said(&head.description, format!("The tables of {id}")),
    );
    let mut origin = Pairs::default();
    if !head.creators.is_empty() {
        origin.raw("creators", strings(head.creators.iter().map(String::as_str)));
    }
    if let Some(released) = &head.released {
        origin.raw("release_date", released);
    }
    if !origin.lines().is_empty() {
        text.push_str("# Who made it, and when it was released.\n");
        text.push_str(&origin.lines());
    }
    text.push_str("# Who may see it: \"public\", or { groups = [\"collaboration\"] }; `public_from = DATE` ends an embargo.\n");
    text.push_str(&rule(head.access.as_ref()));
    let mut names = Pairs::default();
    names.text("schema", Some(&head.schema));
    if head.database_schema != head.schema.to_lowercase() {
        names.text("database_schema", Some(&head.database_schema));
    }
    text.push_str("# The name that users write before that of a table; `database_schema` where PostgreSQL has another.\n");
    text.push_str(&names.lines());
    text
}

/// What tables of the file need not say.
pub(super) fn defaults(head: &Head) -> Defaults {
    Defaults { database_schema: head.database_schema.clone(), storage: Storage::Plain }
}

/// The lines of the rule, or what holds without one.
fn rule(said: Option<&Access>) -> String {
    let Some(said) = said else {
        return "# Without the key `[access] default` of host.toml holds: nobody sees it, unless that is \"public\".\n\
                # access = \"public\"\n"
            .to_owned();
    };
    let mut rest = Pairs::default();
    rest.raw("access", access(said));
    if let Some(from) = said.public_from {
        rest.raw("public_from", from);
    }
    rest.lines()
}

fn access(access: &Access) -> String {
    if access.public {
        return string("public");
    }
    let mut pairs = Pairs::default();
    pairs.raw("groups", strings(access.groups.iter().map(String::as_str)));
    if !access.users.is_empty() {
        pairs.raw("users", strings(access.users.iter().map(String::as_str)));
    }
    pairs.inline()
}
