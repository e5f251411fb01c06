//! Users in the table of the database.

use std::time::Duration;

use identity::{PasswordHash, Place, Refused, Settings, accounts};

use crate::support::{Store, address, password, secret};

const WRONG: Refused = Refused::Wrong("the user name or the password is wrong");

#[tokio::test]
async fn users_of_the_table_log_in_and_changes_hold_at_once() {
    let store = Store::with(Settings { users: Place::Table, ..Settings::default() }).await;
    let (host, client) = (&store.identities, &store.client);
    let heard = || tokio::time::sleep(Duration::from_millis(500));
    assert!(host.offers());
    // Ada is in the file, which is not asked.
    assert_eq!(host.identify(password("ada", "secret"), address(1)).await, Err(WRONG));
    let groups = ["staff".to_owned(), "collaboration".to_owned()];
    assert!(accounts::add(client, "bob", secret(), &groups).await.unwrap());
    assert!(!accounts::add(client, "bob", secret(), &[]).await.unwrap());
    heard().await;
    let bob = host.identify(password("bob", "secret"), address(1)).await.unwrap();
    assert_eq!(bob.groups, ["collaboration", "staff"]);
    assert_eq!(host.groups_of("bob").await.unwrap(), Some(bob.groups.clone()));
    let session = host.log_in("bob", "secret", address(1)).await.unwrap();

    let other = PasswordHash::of("other").unwrap();
    assert!(accounts::set_password(client, "bob", &other).await.unwrap());
    assert!(!accounts::set_password(client, "eve", &other).await.unwrap());
    heard().await;
    assert_eq!(host.identify(password("bob", "secret"), address(1)).await, Err(WRONG));
    assert!(host.identify(password("bob", "other"), address(1)).await.is_ok());
    let ended = host.identify(identity::Proof::Session(&session.value), address(1)).await;
    assert_eq!(ended, Err(Refused::Wrong("the session has ended; log in again")));

    let names: Vec<String> =
        accounts::list(client).await.unwrap().sorted().iter().map(|user| user.caller.user.clone()).collect();
    assert_eq!(names, ["bob"]);
    assert!(accounts::remove(client, "bob").await.unwrap());
    assert!(!accounts::remove(client, "bob").await.unwrap());
    heard().await;
    assert_eq!(host.groups_of("bob").await, Ok(None));
}

#[tokio::test]
async fn a_hash_that_is_none_keeps_its_user_out() {
    let store = Store::with(Settings { users: Place::Table, ..Settings::default() }).await;
    store.client.batch_execute("INSERT INTO armilla.users VALUES ('bob', 'secret')").await.unwrap();
    assert_eq!(store.identities.identify(password("bob", "secret"), address(1)).await, Err(WRONG));
    assert!(accounts::list(&store.client).await.unwrap().is_empty());
}
