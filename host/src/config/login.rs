//! How users log in: `[login]` of `host.toml`.

use conf_file::value::{self, Refusal};
use identity::{Place, ProviderSettings, Settings, address_fault, user_fault};

use super::section::Section;

/// Ten years, beyond which no session is meant to last.
const SESSION_MAX_SECS: u32 = 10 * 366 * 86_400;

/// The settings of log-ins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Login {
    /// Whether credentials may travel in the clear beyond the loopback address.
    pub plain_http: bool,
    /// Who may log in, and for how long.
    pub identities: Settings,
}

/// Reads `[login]`.
pub fn read(section: Section<'_>) -> Login {
    let default = Login::default();
    let plain_http = section.read("plain_http", default.plain_http, value::boolean);
    let identities = read_identities(&section, default.identities);
    section.finish();
    Login { plain_http, identities }
}

fn read_identities(section: &Section<'_>, default: Settings) -> Settings {
    let secs = |key, default| section.read(key, default, |value| value::integer(value, 1..=SESSION_MAX_SECS));
    Settings {
        users: section.read("users", default.users, |value| {
            value::choice(value, &[("file", Place::File), ("table", Place::Table)])
        }),
        session_idle_secs: secs("session_idle_secs", default.session_idle_secs),
        session_max_secs: secs("session_max_secs", default.session_max_secs),
        provider: read_provider(section.child("login.provider")),
    }
}

/// Reads `[login.provider]`; without an issuer there is none.
fn read_provider(section: Section<'_>) -> Option<ProviderSettings> {
    let text = |key, default: &str| section.read(key, default.to_owned(), value::string);
    let issuer = section.read("issuer", String::new(), |value| issuer(value::string(value)?));
    let provider = ProviderSettings {
        audience: text("audience", ""),
        name: section.read("name", "oidc".to_owned(), |value| name(value::string(value)?)),
        user_claim: text("user_claim", "sub"),
        groups_claim: text("groups_claim", "groups"),
        issuer,
    };
    let is_set = !provider.issuer.is_empty();
    if is_set && provider.audience.is_empty() {
        let advice = "say which audience tokens for this host name, else tokens for others would be taken";
        section.missing("audience", advice);
    }
    section.finish();
    is_set.then_some(provider)
}

fn issuer(text: String) -> Result<String, Refusal> {
    match address_fault(&text).filter(|_| !text.is_empty()) {
        None => Ok(text),
        Some(fault) => Err(Refusal::with_hint(
            fault,
            "write the issuer as its discovery document has it, e.g. \"https://id.example.org/realms/survey\"",
        )),
    }
}

fn name(text: String) -> Result<String, Refusal> {
    user_fault(&text).map_or_else(|| Ok(text.clone()), |fault| Err(Refusal::plain(fault)))
}

#[cfg(test)]
mod tests {
    use super::super::load::load;
    use super::super::overrides::Override;
    use super::*;

    fn read(host: &str, set: &[&str]) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("host.toml"), host).unwrap();
        let overrides: Vec<Override> = set.iter().map(|text| Override::parse(text).unwrap()).collect();
        let config = load(folder.path(), &overrides);
        let conf = folder.path().display().to_string();
        config
            .map(|config| config.host.login.identities)
            .map_err(|problems| problems.to_string().replace(&conf, "conf.d"))
    }

    #[test]
    fn a_provider_is_read_and_replaced_by_the_command_line() {
        assert_eq!(read("", &[]), Ok(Settings::default()));
        let host = "[login.provider]\nissuer = \"https://id.example.org\"\naudience = \"a\"\n";
        let settings = read(host, &["host.login.provider.name=survey", "host.login.users=table"]).unwrap();
        let provider = settings.provider.unwrap();
        assert_eq!(
            (provider.name.as_str(), provider.user_claim.as_str(), settings.users),
            ("survey", "sub", Place::Table)
        );
    }

    #[test]
    fn mistakes_of_a_provider_are_told_with_their_places() {
        let host =
            "[login.provider]\nissuer = \"https://id.example.org\"\nname = \"a:b\"\naudiance = \"x\"\n";
        assert_eq!(
            read(host, &["host.login.provder.name=x"]).unwrap_err(),
            "error: unknown key `provder` in `[login]`\n  --> --set host.login.provder.name\n\n\
             hint: did you mean `provider`? known keys: provider, users, plain_http, session_idle_secs, session_max_secs\n\n\
             error: missing key `audience` in `[login.provider]`\n  --> conf.d/host.toml:1:1\n\n\
             hint: say which audience tokens for this host name, else tokens for others would be taken\n\n\
             error: key `name`: a user's name is of letters a-z, A-Z, digits and `._@-`, at most 128 of them\n  \
             --> conf.d/host.toml:3:8\n\n\
             error: unknown key `audiance` in `[login.provider]`\n  --> conf.d/host.toml:4:1\n\n\
             hint: did you mean `audience`? known keys: audience, name, issuer, user_claim, groups_claim"
        );
        assert_eq!(
            read("[login.provider]\nissuer = \"http://id.example.org\"\n", &[]).unwrap_err(),
            "error: key `issuer`: the address of a provider begins with `https://`; `http://` is for this machine only\n  \
             --> conf.d/host.toml:2:10\n\n\
             hint: write the issuer as its discovery document has it, e.g. \"https://id.example.org/realms/survey\""
        );
    }
}
