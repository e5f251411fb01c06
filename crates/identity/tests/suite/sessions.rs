//! Sessions: their begin, their use, their ends.

use std::time::Duration;

use identity::{Identities, PasswordHash, Proof, Refused, Settings};

use crate::support::{Store, ada, address, disabled, identities, user, users};

const ENDED: Refused = Refused::Wrong("the session has ended; log in again");

/// Who holds a session.
async fn holder(identities: &Identities, value: &str) -> Result<String, Refused> {
    let caller = identities.identify(Proof::Session(value), address(1)).await?;
    Ok(format!("{} {}", caller.user, caller.groups.join(",")))
}

/// A second and a bit, for sessions of a second.
async fn a_second() {
    tokio::time::sleep(Duration::from_millis(1200)).await;
}

#[tokio::test]
async fn a_session_serves_on_all_hosts_until_log_out() {
    let store = Store::new().await;
    let session = store.identities.log_in("ada", "secret", address(1)).await.unwrap();
    assert_eq!((session.lasts_secs, session.caller.user.as_str()), (28_800, "ada"));
    let other = store.other_host().await;
    for host in [&store.identities, &other] {
        assert_eq!(holder(host, &session.value).await, Ok("ada collaboration".to_owned()));
        let lasts_secs = host.lasts_secs(&session.value).await.unwrap();
        assert!((28_700..=28_800).contains(&lasts_secs), "{lasts_secs}");
    }
    store.identities.log_out(&session.value).await;
    assert_eq!(store.identities.lasts_secs(&session.value).await, None);
    assert_eq!(holder(&store.identities, &session.value).await, Err(ENDED));
    a_second().await;
    assert_eq!(holder(&other, &session.value).await, Err(ENDED));
    assert_eq!(ENDED.to_string(), "the session has ended; log in again");
}

#[tokio::test]
async fn the_value_of_a_session_is_not_stored_or_shown() {
    let store = Store::new().await;
    let session = store.identities.log_in("ada", "secret", address(1)).await.unwrap();
    let row = store.text("SELECT sessions::text FROM armilla.sessions").await;
    assert!(row.contains("ada") && !row.contains(&session.value), "{row}");
    assert!(!format!("{session:?}").contains(&session.value));
}

#[tokio::test]
async fn a_wrong_password_begins_no_session_and_no_database_none_at_all() {
    let store = Store::new().await;
    let wrong = store.identities.log_in("ada", "Secret", address(1)).await.unwrap_err();
    assert_eq!(wrong.to_string(), "the user name or the password is wrong");
    assert_eq!(store.text("SELECT count(*)::text FROM armilla.sessions").await, "0");
    let none = identities().log_in("ada", "secret", address(1)).await.unwrap_err();
    assert_eq!(none.to_string(), "log-ins cannot be checked at the moment; try again in 60 seconds");
}

#[tokio::test]
async fn another_password_and_removal_end_sessions_and_groups_are_those_of_now() {
    let store = Store::new().await;
    let host = &store.identities;
    let session = host.log_in("ada", "secret", address(1)).await.unwrap();
    host.reload(users([user("ada", crate::support::secret(), &["staff"])]));
    assert_eq!(holder(host, &session.value).await, Ok("ada staff".to_owned()));
    for gone in
        [users([user("ada", &PasswordHash::of("secret").unwrap(), &[])]), users([disabled(ada())]), users([])]
    {
        host.reload(gone);
        assert_eq!(holder(host, &session.value).await, Err(ENDED));
    }
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_and_a_used_one_ends_at_its_latest() {
    let store =
        Store::with(Settings { session_idle_secs: 2, session_max_secs: 5, ..Settings::default() }).await;
    let host = &store.identities;
    let [idle, used] = [
        host.log_in("ada", "secret", address(1)).await.unwrap(),
        host.log_in("ada", "secret", address(1)).await.unwrap(),
    ];
    // Another host each time, so that what is remembered does not stand for use.
    for _ in 0..3 {
        a_second().await;
        let other = Identities::open(
            Settings { session_idle_secs: 2, session_max_secs: 5, ..Settings::default() },
            users([ada()]),
            &store.config,
        )
        .await
        .unwrap();
        assert_eq!(holder(&other, &used.value).await, Ok("ada collaboration".to_owned()));
    }
    assert_eq!(holder(host, &idle.value).await, Err(ENDED));
    a_second().await;
    a_second().await;
    assert_eq!(holder(host, &used.value).await, Err(ENDED));
}

#[tokio::test]
async fn a_renewed_session_has_another_value_and_ends_as_one() {
    let settings = Settings { session_idle_secs: 8, session_max_secs: 60, ..Settings::default() };
    let store = Store::with(settings).await;
    let host = &store.identities;
    let session = host.log_in("ada", "secret", address(1)).await.unwrap();
    holder(host, &session.value).await.unwrap();
    assert_eq!(host.renew(&session.value).await, None);
    a_second().await;
    let renewed = host.renew(&session.value).await.unwrap();
    assert!(renewed.value != session.value && renewed.caller.user == "ada" && renewed.lasts_secs <= 8);
    // The old value still serves requests that are under way, and gives no second new one.
    for value in [&session.value, &renewed.value] {
        assert_eq!(holder(host, value).await, Ok("ada collaboration".to_owned()));
    }
    assert_eq!(host.renew(&session.value).await, None);
    host.log_out(&session.value).await;
    for value in [&session.value, &renewed.value] {
        assert_eq!(holder(host, value).await, Err(ENDED));
    }
}

#[tokio::test]
async fn who_tries_values_has_to_wait() {
    let store = Store::new().await;
    for number in 0..20 {
        assert_eq!(holder(&store.identities, &format!("{number:064x}")).await, Err(ENDED));
    }
    let locked = holder(&store.identities, &format!("{:064x}", 99)).await.unwrap_err();
    assert_eq!(locked, Refused::LockedOut { retry_after_secs: 1 });
    // What is not of the form of a value needs no look.
    assert_eq!(holder(&store.identities, "x' OR '1").await, Err(ENDED));
}

#[tokio::test]
async fn a_session_goes_on_while_others_guess_from_its_address() {
    let store = Store::new().await;
    let session = store.identities.log_in("ada", "secret", address(1)).await.unwrap();
    assert!(holder(&store.identities, &session.value).await.is_ok());
    for number in 0..20 {
        let _ = holder(&store.identities, &format!("{number:064x}")).await;
    }
    assert!(matches!(
        holder(&store.identities, &format!("{:064x}", 99)).await,
        Err(Refused::LockedOut { .. })
    ));
    // What is remembered of sessions is forgotten on each host; that this one was right is not.
    store.client.batch_execute("NOTIFY armilla_identity").await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(holder(&store.identities, &session.value).await, Ok("ada collaboration".to_owned()));
}
