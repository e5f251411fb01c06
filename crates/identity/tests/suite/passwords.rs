//! Names and passwords, right, wrong and guessed.

use std::time::{Duration, Instant};

use identity::{PasswordHash, Refused, Source};

use crate::support::{ada, address, disabled, identities, password, secret, user, users};

const WRONG: Refused = Refused::Wrong("the user name or the password is wrong");

#[tokio::test]
async fn a_right_password_tells_who_it_is_and_is_hashed_once() {
    let identities = identities();
    for _ in 0..1000 {
        let caller = identities.identify(password("ada", "secret"), address(1)).await.unwrap();
        assert_eq!((caller.user.as_str(), caller.groups.join(",")), ("ada", "collaboration".to_owned()));
        assert_eq!((caller.source, &caller.instances), (Source::Local, &None));
    }
    assert_eq!(identities.hashed(), 1);
}

#[tokio::test]
async fn requests_that_come_at_once_are_hashed_once() {
    let identities = identities();
    let all: Vec<_> = (0..50)
        .map(|_| {
            let identities = identities.clone();
            tokio::spawn(async move { identities.identify(password("ada", "secret"), address(1)).await })
        })
        .collect();
    for one in all {
        assert!(one.await.unwrap().is_ok());
    }
    assert_eq!(identities.hashed(), 1);
}

#[tokio::test]
async fn wrong_passwords_unknown_and_disabled_users_are_the_same_to_the_client() {
    let bob = disabled(user("bob", secret(), &[]));
    let identities = identity::Identities::new(users([ada(), bob])).unwrap();
    let long = "x".repeat(1025);
    for (number, (name, word)) in
        [("ada", "Secret"), ("eve", "secret"), ("bob", "secret"), ("", "")].into_iter().enumerate()
    {
        assert_eq!(identities.identify(password(name, word), address(1)).await, Err(WRONG), "{name}");
        // Each costs a hash, so that time tells nothing either.
        assert_eq!(identities.hashed(), number as u64 + 1);
    }
    for (name, word) in [("ada", long.as_str()), (long.as_str(), "secret")] {
        assert_eq!(identities.identify(password(name, word), address(1)).await, Err(WRONG));
    }
    assert_eq!(identities.hashed(), 4);
    assert_eq!(WRONG.to_string(), "the user name or the password is wrong");
}

#[tokio::test]
async fn who_guesses_is_locked_out_and_the_user_is_not() {
    let identities = identities();
    for guess in 0..5 {
        let word = format!("guess {guess}");
        assert_eq!(identities.identify(password("ada", &word), address(1)).await, Err(WRONG));
    }
    let locked = identities.identify(password("ada", "secret"), address(1)).await.unwrap_err();
    assert_eq!(locked, Refused::LockedOut { retry_after_secs: 1 });
    assert_eq!(locked.to_string(), "too many wrong attempts; try again in 1 seconds");
    assert_eq!(identities.hashed(), 5);
    assert!(identities.identify(password("ada", "secret"), address(2)).await.is_ok());
    // A right password is remembered, also where somebody guesses from the same address.
    assert!(identities.identify(password("ada", "secret"), address(1)).await.is_ok());
    assert_eq!(identities.hashed(), 6);
}

#[tokio::test]
async fn a_flood_of_guesses_costs_few_hashes_and_leaves_others_their_turn() {
    let identities = identities();
    let flood = {
        let identities = identities.clone();
        tokio::spawn(async move {
            let mut wrong = 0;
            for guess in 0..2000 {
                let name = format!("user{guess}");
                wrong += u32::from(identities.identify(password(&name, "x"), address(1)).await == Err(WRONG));
            }
            wrong
        })
    };
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert!(identities.identify(password("ada", "secret"), address(2)).await.is_ok());
    let wrong = flood.await.unwrap();
    assert!((20..=22).contains(&wrong), "{wrong}");
    assert_eq!(identities.hashed(), u64::from(wrong) + 1);
}

#[tokio::test]
async fn a_reload_changes_passwords_and_groups_at_once() {
    let identities = identities();
    assert!(identities.offers());
    assert!(identities.identify(password("ada", "secret"), address(1)).await.is_ok());
    identities.reload(users([user("ada", secret(), &["staff"])]));
    let caller = identities.identify(password("ada", "secret"), address(1)).await.unwrap();
    assert_eq!(caller.groups, ["staff"]);
    assert_eq!(identities.groups_of("ada").await, Ok(Some(vec!["staff".to_owned()])));
    assert_eq!(identities.hashed(), 1);

    identities.reload(users([user("ada", &PasswordHash::of("other").unwrap(), &[])]));
    assert_eq!(identities.identify(password("ada", "secret"), address(1)).await, Err(WRONG));
    assert!(identities.identify(password("ada", "other"), address(1)).await.is_ok());

    identities.reload(users([disabled(ada())]));
    assert_eq!(identities.identify(password("ada", "other"), address(1)).await, Err(WRONG));
    assert_eq!(identities.groups_of("ada").await, Ok(None));

    identities.reload(users([]));
    assert!(!identities.offers());
    assert_eq!(identities.groups_of("ada").await, Ok(None));
}

#[tokio::test]
async fn a_remembered_password_costs_microseconds() {
    let identities = identities();
    identities.identify(password("ada", "secret"), address(1)).await.unwrap();
    let began = Instant::now();
    for _ in 0..10_000 {
        identities.identify(password("ada", "secret"), address(1)).await.unwrap();
    }
    let each = began.elapsed() / 10_000;
    println!("a remembered password takes {each:?}");
    assert!(each < Duration::from_micros(100), "{each:?}");
}

#[test]
fn what_is_presented_is_never_shown() {
    let shown = format!("{:?}", [password("ada", "secret"), identity::Proof::Bearer("arm_x")]);
    assert_eq!(shown, "[Password(\"ada\", …), Bearer(…)]");
}
