//! What a token states beyond what its signature and its standard claims say.

use serde_json::{Map, Value};

use super::LEEWAY_SECS;
use super::settings::ProviderSettings;
use crate::name::group_fault;

/// What a valid token states.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub user: String,
    pub groups: Vec<String>,
    /// When the token ends, in seconds since 1970.
    pub exp_secs: u64,
}

/// A claim that makes a token useless here.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ClaimFault {
    /// No user who could be named.
    #[error("its claim `{0}` is no text of 1 to 255 visible ASCII characters")]
    User(String),
    /// Made in the future.
    #[error("it is from the future")]
    Early,
}

/// The longest name of a user (OpenID Connect Core 1.0 section 2, `sub`).
const USER_MAX: usize = 255;
/// The most groups that are taken.
const GROUPS_MAX: usize = 1000;

impl Stated {
    pub fn read(
        claims: &Map<String, Value>,
        settings: &ProviderSettings,
        now_secs: u64,
    ) -> Result<Self, ClaimFault> {
        // A number with a point is allowed (RFC 7519 section 2, NumericDate).
        let secs = |claim: &str| claims.get(claim).and_then(Value::as_f64);
        if secs("iat").is_some_and(|made| made > (now_secs + LEEWAY_SECS) as f64) {
            return Err(ClaimFault::Early);
        }
        let visible = |text: &&str| {
            !text.is_empty() && text.len() <= USER_MAX && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let user = claims.get(&settings.user_claim).and_then(Value::as_str).filter(visible);
        let user = user.ok_or_else(|| ClaimFault::User(settings.user_claim.clone()))?;
        let groups = claims.get(&settings.groups_claim).map(groups).unwrap_or_default();
        let exp_secs = secs("exp").unwrap_or_default().max(0.0) as u64;
        Ok(Self { user: user.to_owned(), groups, exp_secs })
    }
}

/// The groups of a list or of a text, sorted, each once; what can be the name of none is left out.
fn groups(claim: &Value) -> Vec<String> {
    let names: Vec<&str> = match claim {
        Value::Array(list) => list.iter().filter_map(Value::as_str).take(GROUPS_MAX).collect(),
        Value::String(text) => text.split_ascii_whitespace().take(GROUPS_MAX).collect(),
        _ => Vec::new(),
    };
    let mut groups: Vec<String> =
        names.into_iter().filter(|name| group_fault(name).is_none()).map(str::to_owned).collect();
    groups.sort();
    groups.dedup();
    groups
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings() -> ProviderSettings {
        ProviderSettings {
            issuer: "https://id.example.org".into(),
            audience: "armilla".into(),
            name: "oidc".into(),
            user_claim: "sub".into(),
            groups_claim: "groups".into(),
        }
    }

    fn read(claims: Value) -> Result<Stated, String> {
        let Value::Object(claims) = claims else { panic!("{claims}") };
        Stated::read(&claims, &settings(), 1000).map_err(|fault| fault.to_string())
    }

    #[test]
    fn groups_are_a_list_or_a_text() {
        for groups in [json!(["b", "a", "b", 7, "no good"]), json!(" b  a b ")] {
            let stated = read(json!({ "sub": "ada", "groups": groups, "exp": 2000.5, "iat": 1030 })).unwrap();
            assert_eq!(
                (stated.user.as_str(), stated.groups.join(","), stated.exp_secs),
                ("ada", "a,b".into(), 2000)
            );
        }
        assert_eq!(read(json!({ "sub": "ada", "groups": { "a": 1 } })).unwrap().groups, Vec::<String>::new());
    }

    #[test]
    fn tokens_without_a_user_or_from_the_future_are_refused() {
        let no_user = "its claim `sub` is no text of 1 to 255 visible ASCII characters";
        for sub in [json!(""), json!(7), json!("a b"), json!("a\r\nb"), json!("x".repeat(256)), Value::Null] {
            assert_eq!(read(json!({ "sub": sub })), Err(no_user.to_owned()));
        }
        assert_eq!(read(json!({ "sub": "ada", "iat": 1031 })), Err("it is from the future".to_owned()));
    }
}
