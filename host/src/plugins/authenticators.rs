//! The extension point `auth.authenticator`: plugins that know users whom the host does not.

use std::net::IpAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use identity::{Asking, Known, NoAnswer, Outside};
use plugin_api::{Offer, OfferValue, Service};
use serde::{Deserialize, Serialize};

use super::dispatch::Dispatch;

/// The authenticators of the set that serves now, asked in the order of their offering until one knows the client.
pub struct Authenticators(Weak<Dispatch>);

/// The extension point.
const POINT: &str = "auth.authenticator";

/// The time that one authenticator may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest name that an authenticator may give, in bytes.
const USER_MAX: usize = 255;

/// What an authenticator is asked.
#[derive(Serialize)]
struct Question<'q> {
    scheme: &'q str,
    credentials: &'q str,
    address: String,
}

/// What an authenticator answers; `null` stands for nobody.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    user: String,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    lasts_secs: u64,
}

impl Authenticators {
    /// Those of the sets that requests go to. Held weakly: sets hold what asks them.
    pub fn new(dispatch: &Arc<Dispatch>) -> Self {
        Self(Arc::downgrade(dispatch))
    }

    fn offers(&self) -> Vec<Offer> {
        self.0.upgrade().map(|dispatch| dispatch.current().offers.at(POINT)).unwrap_or_default()
    }
}

impl Outside for Authenticators {
    fn is_there(&self) -> bool {
        !self.offers().is_empty()
    }

    fn ask<'a>(&'a self, scheme: &'static str, credentials: &'a str, address: IpAddr) -> Asking<'a> {
        let question = Question { scheme, credentials, address: address.to_string() };
        let question = serde_json::to_vec(&question);
        Box::pin(async move {
            let question = question.map_err(|_| NoAnswer)?;
            let mut silent = false;
            for offer in self.offers() {
                let OfferValue::Service(service) = &offer.value else { continue };
                match ask(service, question.clone()).await {
                    Ok(Some(answer)) => return Ok(Some(named(&offer.instance, answer))),
                    Ok(None) => {}
                    Err(why) => {
                        tracing::warn!(
                            "authenticator `{}` of instance `{}` {why}",
                            offer.name,
                            offer.instance
                        );
                        silent = true;
                    }
                }
            }
            // Nobody knows him, but one who might does not answer.
            if silent { Err(NoAnswer) } else { Ok(None) }
        })
    }
}

/// Asks one. What goes wrong is told without the answer, which may repeat the credentials.
async fn ask(service: &Arc<dyn Service>, question: Vec<u8>) -> Result<Option<Answer>, &'static str> {
    let answer = tokio::time::timeout(PATIENCE, service.call(question.into())).await;
    let answer = answer.map_err(|_| "gives no answer in time")?.map_err(|_| "failed")?;
    let answer: Option<Answer> =
        serde_json::from_slice(&answer).map_err(|_| "gives an answer that cannot be read")?;
    match answer {
        Some(answer) if !is_name(&answer.user) => Err("names a user who cannot be one"),
        answer => Ok(answer),
    }
}

/// Whether a name fits a header.
fn is_name(user: &str) -> bool {
    !user.is_empty() && user.len() <= USER_MAX && user.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The user under a name that no other source can give.
fn named(instance: &str, answer: Answer) -> Known {
    let Answer { user, groups, lasts_secs } = answer;
    Known { user: format!("{instance}:{user}"), groups, lasts_secs }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use plugin_api::{BoxFuture, Error, Result};

    use super::super::set::PluginSet;
    use super::*;

    /// Answers whatever it is asked with these words; a `!` is an error.
    struct Says(&'static str);

    impl Service for Says {
        fn call(&self, _: Bytes) -> BoxFuture<Result<Bytes>> {
            let said = match self.0 {
                "!" => Err(Error::internal("broken")),
                said => Ok(Bytes::from_static(said.as_bytes())),
            };
            Box::pin(std::future::ready(said))
        }
    }

    async fn asked(offers: &[(&str, &'static str)]) -> std::result::Result<Option<Known>, NoAnswer> {
        let set = PluginSet::new(1);
        for (instance, said) in offers {
            let offer = Offer::service(POINT, "desk", Arc::new(Says(said)));
            set.offers.add(Offer { instance: (*instance).to_owned(), ..offer });
        }
        let dispatch = Arc::new(Dispatch::new(Arc::new(set)));
        let authenticators = Authenticators::new(&dispatch);
        assert_eq!(authenticators.is_there(), !offers.is_empty());
        authenticators.ask("Bearer", "x", IpAddr::from([192, 0, 2, 1])).await
    }

    #[tokio::test]
    async fn the_first_who_knows_the_client_names_him() {
        let guest = r#"{"user":"guest","groups":["staff"],"lasts_secs":60}"#;
        let known = Known { user: "b:guest".into(), groups: vec!["staff".into()], lasts_secs: 60 };
        assert_eq!(asked(&[("a", "null"), ("b", guest), ("c", "!")]).await, Ok(Some(known.clone())));
        // One that fails does not keep out whom another knows.
        assert_eq!(asked(&[("a", "!"), ("b", guest)]).await, Ok(Some(known)));
        assert_eq!(asked(&[("a", "null")]).await, Ok(None));
        assert_eq!(asked(&[]).await, Ok(None));
    }

    #[tokio::test]
    async fn answers_that_make_no_sense_are_no_answer() {
        let bad =
            ["", "[]", "{}", r#"{"user":""}"#, r#"{"user":"a\nb"}"#, r#"{"user":"a","admin":true}"#, "!"];
        for said in bad {
            assert_eq!(asked(&[("a", said), ("b", "null")]).await, Err(NoAnswer), "{said}");
        }
    }
}
