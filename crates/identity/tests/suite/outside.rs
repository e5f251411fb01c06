//! Users whom plugins know.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use identity::{Asking, Identities, Known, NoAnswer, Outside, Proof, Refused, Source};

use crate::support::{Store, address, identities, password};

/// Knows `guest` with the password `letmein` and the token `ticket`; `broken` breaks it.
#[derive(Default)]
struct Desk {
    asked: AtomicU32,
    lasts_secs: u64,
}

impl Outside for Desk {
    fn is_there(&self) -> bool {
        true
    }

    fn ask<'a>(&'a self, scheme: &'static str, credentials: &'a str, _: IpAddr) -> Asking<'a> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let known = Known {
            user: "desk:guest".into(),
            groups: vec!["staff".into(), "no good".into(), "guests".into()],
            lasts_secs: self.lasts_secs,
        };
        Box::pin(async move {
            match (scheme, credentials) {
                ("Basic", "guest:letmein") | ("Bearer", "ticket") => Ok(Some(known)),
                (_, "broken") => Err(NoAnswer),
                _ => Ok(None),
            }
        })
    }
}

fn with(host: Identities, lasts_secs: u64) -> (Identities, Arc<Desk>) {
    let desk = Arc::new(Desk { lasts_secs, ..Desk::default() });
    host.ask_also(desk.clone());
    (host, desk)
}

#[tokio::test]
async fn who_is_not_known_here_is_asked_for_and_the_answer_holds_a_while() {
    let (host, desk) = with(identities(), 60);
    for proof in [password("guest", "letmein"), Proof::Bearer("ticket")] {
        for _ in 0..10 {
            let caller = host.identify(proof, address(1)).await.unwrap();
            assert_eq!(
                (caller.user.as_str(), caller.groups.join(",")),
                ("desk:guest", "guests,staff".into())
            );
            assert_eq!(caller.source, Source::Plugin);
        }
    }
    assert_eq!(desk.asked.load(Ordering::Relaxed), 2);
    let (host, desk) = with(identities(), 0);
    for _ in 0..3 {
        host.identify(Proof::Bearer("ticket"), address(1)).await.unwrap();
    }
    assert_eq!(desk.asked.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn users_of_ours_are_not_asked_for_and_guesses_are_counted() {
    let (host, desk) = with(identities(), 60);
    let wrong = host.identify(password("ada", "letmein"), address(1)).await.unwrap_err();
    assert_eq!(
        (wrong.to_string(), desk.asked.load(Ordering::Relaxed)),
        ("the user name or the password is wrong".into(), 0)
    );
    for guess in 0..5 {
        let guess = format!("guess {guess}");
        assert!(matches!(host.identify(password("guest", &guess), address(2)).await, Err(Refused::Wrong(_))));
    }
    let locked = host.identify(password("guest", "letmein"), address(2)).await.unwrap_err();
    assert_eq!(locked.to_string(), "too many wrong attempts; try again in 1 seconds");
    assert_eq!(desk.asked.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn no_answer_is_no_refusal() {
    let (host, _) = with(identities(), 60);
    let away = host.identify(Proof::Bearer("broken"), address(1)).await.unwrap_err();
    assert_eq!(away.to_string(), "log-ins cannot be checked at the moment; try again in 5 seconds");
}

#[tokio::test]
async fn outside_users_have_sessions_and_groups_that_last() {
    let store = Store::new().await;
    let (host, _) = with(store.identities.clone(), 60);
    let session = host.log_in("guest", "letmein", address(1)).await.unwrap();
    let caller = host.identify(Proof::Session(&session.value), address(1)).await.unwrap();
    assert_eq!((caller.user.as_str(), caller.groups.join(",")), ("desk:guest", "guests,staff".into()));
    let groups = store.other_host().await.groups_of("desk:guest").await.unwrap();
    assert_eq!(groups, Some(vec!["guests".to_owned(), "staff".to_owned()]));
    host.log_out(&session.value).await;
    assert!(host.identify(Proof::Session(&session.value), address(1)).await.is_err());
}
