//! What somebody has here: what he may use and what he uses of it, and the tokens that he makes himself.

use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use identity::Source;
use identity::tokens::{NewToken, Token};
use serde_json::{Map, Value, json};
use tracing::warn;

use super::asker::Asker;
use super::audit::Record;
use super::form::{FORM, bounded, field, media};
use super::gate::Gate;
use super::login::TOKENS;
use super::visit::Visit;
use crate::http::{Request, Response};

/// Bytes of the form of a new token.
const BODY_BYTES_MAX: usize = 4 * 1024;
/// Characters of a token's title.
const TITLE_MAX: usize = 100;
/// Days that a token which its user makes may serve; the operator's command gives longer ones.
const DAYS_MAX: u32 = 366;
/// When to ask again while the database gives no answer, in seconds.
const RETRY_SECS: u32 = 5;
/// Tokens of a user that serve at a time.
const TOKENS_MAX: usize = 50;

impl Gate {
    /// The limits of who asks by their keys in `[quota]`, `null` where there is none, and what he has of those that
    /// count for jobs, `null` on a host without jobs.
    pub(super) async fn account(&self, request: &Request, visit: &Visit) -> Response {
        let asker = visit.asker(request);
        let limits = self.quota.limits(&asker.principal);
        let limits: Map<String, Value> =
            limits.named().map(|(key, most)| (key.to_owned(), json!(most))).collect();
        let used = match self.jobs.used_by(&self.quota, &asker).await {
            Ok(used) => used,
            Err(error) => {
                warn!("what somebody uses cannot be told: {}", error.for_log());
                let text = "what you use cannot be told now: the database gives no answer\n";
                return Response::text(StatusCode::SERVICE_UNAVAILABLE, text)
                    .with(header::RETRY_AFTER, HeaderValue::from(RETRY_SECS));
            }
        };
        let used = used.map(|used| {
            let queue::Used { running, queued, result_bytes } = used;
            json!({ "running_jobs": running, "queued_jobs": queued, "results_bytes": result_bytes })
        });
        Response::json(StatusCode::OK, &json!({ "user": visit.user(), "limits": limits, "used": used }))
    }

    /// The tokens of the user that serve; their texts are not kept.
    pub(super) async fn tokens(&self, visit: &Visit) -> Response {
        let user = match owner(visit) {
            Ok(user) => user,
            Err(refusal) => return refusal,
        };
        match self.identities.tokens_of(user).await {
            Ok(list) => {
                let list: Vec<Value> = list.iter().map(shown).collect();
                Response::json(StatusCode::OK, &json!({ "tokens": list }))
            }
            Err(refused) => self.refusal(&refused),
        }
    }

    /// A new token by the form `title`, `days`; the answer is the only one that has its text.
    pub(super) async fn make_token(&self, request: Request, visit: &Visit) -> Response {
        let asker = visit.asker(&request);
        let user = match owner(visit) {
            Ok(user) => user,
            Err(refusal) => return request.refused(refusal).await,
        };
        if media(&request.headers) != FORM {
            let text = format!("send `title` and `days` as {FORM}\n");
            return request.refused(Response::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, text)).await;
        }
        let new = match bounded(request.body, BODY_BYTES_MAX, "token").await.map(|body| asked_for(&body)) {
            Ok(Ok(new)) => new,
            Ok(Err(why)) => return Response::text(StatusCode::BAD_REQUEST, format!("{why}\n")),
            Err(refusal) => return refusal,
        };
        let made = match self.identities.tokens_of(user).await {
            Ok(list) if list.len() >= TOKENS_MAX => {
                let text =
                    format!("you have {} tokens, as many as you may; revoke one of them first\n", list.len());
                return Response::text(StatusCode::CONFLICT, text);
            }
            Ok(_) => self.identities.make_token(user, &new).await,
            Err(refused) => Err(refused),
        };
        match made {
            Ok(text) => {
                self.write_change(&asker, "token create", user);
                Response::json(StatusCode::CREATED, &json!({ "token": text }))
            }
            Err(refused) => self.refusal(&refused),
        }
    }

    /// Ends the token whose id ends the path.
    pub(super) async fn revoke_token(&self, request: &Request, visit: &Visit) -> Response {
        let user = match owner(visit) {
            Ok(user) => user,
            Err(refusal) => return refusal,
        };
        let id = request.path[TOKENS.len()..].trim_start_matches('/');
        match self.identities.revoke_token(user, id).await {
            Ok(true) => {
                self.write_change(&visit.asker(request), "token revoke", user);
                Response::text(StatusCode::OK, "the token is revoked\n")
            }
            Ok(false) => Response::text(StatusCode::NOT_FOUND, "you have no such token\n"),
            Err(refused) => self.refusal(&refused),
        }
    }

    fn write_change(&self, asker: &Asker, what: &str, user: &str) {
        let (what, subject) = (Some(what), Some(user));
        self.audit
            .record(asker, &Record { event: "change", outcome: "done", what, subject, ..Record::default() });
    }
}

/// The user whose tokens may be seen and changed: one of ours who has logged in. A token makes no other, since it may be
/// for less than its user has.
fn owner(visit: &Visit) -> Result<&str, Response> {
    let refused = |status, text| Err(Response::text(status, text));
    match visit.caller.as_deref() {
        None => refused(StatusCode::UNAUTHORIZED, "log in to see your tokens\n"),
        Some(_) if visit.session.is_none() => {
            refused(StatusCode::FORBIDDEN, "tokens are for users who have logged in to a session\n")
        }
        Some(caller) if caller.source != Source::Local => refused(
            StatusCode::FORBIDDEN,
            "you are known by another service, which gives tokens to its users itself\n",
        ),
        Some(caller) => Ok(&caller.user),
    }
}

/// What the form asks for, or what is wrong with it.
fn asked_for(body: &[u8]) -> Result<NewToken, String> {
    let title = field(body, "title").unwrap_or_default().trim().to_owned();
    if title.is_empty() || title.chars().count() > TITLE_MAX || title.chars().any(char::is_control) {
        return Err(format!("`title` must say in 1 to {TITLE_MAX} characters what the token is for"));
    }
    let days = field(body, "days").and_then(|days| days.trim().parse().ok());
    match days.filter(|days| (1..=DAYS_MAX).contains(days)) {
        Some(days) => Ok(NewToken { title, groups: None, instances: None, days }),
        None => Err(format!("`days` must be a number of days from 1 to {DAYS_MAX}")),
    }
}

fn shown(token: &Token) -> Value {
    let Token { id, title, groups, instances, created, until, .. } = token;
    json!({ "id": id, "title": title, "groups": groups, "instances": instances, "created": created, "until": until })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_token_has_a_title_and_an_end() {
        let new = asked_for(b"title=+my+notebook+&days=30").unwrap();
        assert_eq!(
            (new.title.as_str(), new.days, new.groups, new.instances),
            ("my notebook", 30, None, None)
        );
        let title = "`title` must say in 1 to 100 characters what the token is for";
        let days = "`days` must be a number of days from 1 to 366";
        let long = format!("title={}&days=1", "x".repeat(101));
        for (form, expected) in [
            ("days=1", title),
            ("title=%00&days=1", title),
            (long.as_str(), title),
            ("title=x", days),
            ("title=x&days=0", days),
            ("title=x&days=367", days),
            ("title=x&days=-1", days),
        ] {
            assert_eq!(asked_for(form.as_bytes()), Err(expected.to_owned()), "{form}");
        }
    }
}
