//! Bearer tokens of ours.

use identity::tokens::{self, NewToken};
use identity::{Identities, PasswordHash, Proof, Refused};

use crate::support::{Store, ada, address, disabled, identities, user, users};

const UNKNOWN: Refused = Refused::Wrong("the token is unknown, expired or revoked");

fn new() -> NewToken {
    NewToken { title: "my notebook".into(), groups: None, instances: None, days: 30 }
}

async fn bearer(identities: &Identities, token: &str) -> Result<String, Refused> {
    let caller = identities.identify(Proof::Bearer(token), address(1)).await?;
    let instances = caller.instances.as_ref().map_or_else(|| "all".to_owned(), |some| some.join(","));
    let most = caller.only_groups.as_ref().map_or_else(String::new, |some| format!(" of {}", some.join(",")));
    Ok(format!("{} [{}{most}] {instances}", caller.user, caller.groups.join(",")))
}

#[tokio::test]
async fn a_token_serves_until_it_is_revoked_and_is_stored_as_its_hash() {
    let store = Store::new().await;
    let token = tokens::create(&store.client, &ada(), &new()).await.unwrap();
    assert!(token.starts_with("arm_") && token.len() == 68, "{}", token.len());
    assert_eq!(bearer(&store.identities, &token).await, Ok("ada [collaboration] all".to_owned()));
    let row = store.text("SELECT tokens::text FROM armilla.tokens").await;
    assert!(row.contains("my notebook") && !row.contains(&token[4..]), "{row}");

    let listed = tokens::list(&store.client, Some("ada")).await.unwrap();
    assert_eq!((listed.len(), listed[0].title.as_str(), listed[0].expired), (1, "my notebook", false));
    assert!(!listed[0].is_outlived_by(&ada()));
    assert_eq!(tokens::list(&store.client, Some("bob")).await.unwrap(), []);

    let revoked = async || tokens::revoke(&store.client, &listed[0].id, None).await.unwrap();
    assert_eq!((revoked().await.as_deref(), revoked().await), (Some("ada"), None));
    // Other hosts hear of it.
    while bearer(&store.identities, &token).await != Err(UNKNOWN) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(UNKNOWN.to_string(), "the token is unknown, expired or revoked");
}

#[tokio::test]
async fn a_user_makes_sees_and_ends_his_own_tokens_only() {
    let store = Store::new().await;
    let (host, eve) = (&store.identities, user("eve", crate::support::secret(), &[]));
    tokens::create(&store.client, &eve, &new()).await.unwrap();
    let token = host.make_token("ada", &new()).await.unwrap();
    assert_eq!(bearer(host, &token).await, Ok("ada [collaboration] all".to_owned()));
    let whole = tokens::list(&store.client, None).await.unwrap();
    let others = whole.iter().find(|token| token.user == "eve").unwrap();
    assert_eq!(host.revoke_token("ada", &others.id).await, Ok(false));
    let own = host.tokens_of("ada").await.unwrap();
    assert_eq!((own.len(), own[0].user.as_str()), (1, "ada"));
    assert_eq!(host.revoke_token("ada", &own[0].id).await, Ok(true));
    assert_eq!(bearer(host, &token).await, Err(UNKNOWN));
    assert_eq!(host.tokens_of("ada").await.unwrap(), []);
    assert_eq!(tokens::list(&store.client, None).await.unwrap().len(), 1);
    host.reload(users([disabled(eve)]));
    for nobody in ["nobody", "eve"] {
        assert!(matches!(host.make_token(nobody, &new()).await, Err(Refused::Wrong(_))), "{nobody}");
    }
}

#[tokio::test]
async fn tokens_that_serve_no_more_are_not_listed() {
    let store = Store::new().await;
    let host = &store.identities;
    host.make_token("ada", &NewToken { days: 0, ..new() }).await.unwrap();
    host.make_token("ada", &new()).await.unwrap();
    assert_eq!(host.tokens_of("ada").await.unwrap().len(), 1);
    host.reload(users([user("ada", &PasswordHash::of("another secret").unwrap(), &[])]));
    assert_eq!(host.tokens_of("ada").await.unwrap(), []);
}

#[tokio::test]
async fn a_token_has_at_most_the_groups_of_its_user_now() {
    let store = Store::new().await;
    let both = || Some(vec!["staff".to_owned(), "collaboration".to_owned()]);
    let limited = NewToken { groups: both(), instances: Some(vec!["tap".into()]), ..new() };
    let token = tokens::create(&store.client, &ada(), &limited).await.unwrap();
    let host = &store.identities;
    assert_eq!(bearer(host, &token).await, Ok("ada [collaboration of staff,collaboration] tap".to_owned()));
    host.reload(users([user("ada", crate::support::secret(), &["other", "staff"])]));
    assert_eq!(bearer(host, &token).await, Ok("ada [staff of staff,collaboration] tap".to_owned()));
}

#[tokio::test]
async fn a_token_ends_with_its_user_his_password_and_its_time() {
    let store = Store::new().await;
    let token = tokens::create(&store.client, &ada(), &new()).await.unwrap();
    let host = &store.identities;
    let renamed = user("ada", &PasswordHash::of("secret").unwrap(), &[]);
    assert!(tokens::list(&store.client, None).await.unwrap()[0].is_outlived_by(&renamed));
    for gone in [users([renamed]), users([disabled(ada())]), users([])] {
        host.reload(gone);
        assert_eq!(bearer(host, &token).await, Err(UNKNOWN));
    }
    host.reload(users([ada()]));
    assert!(bearer(host, &token).await.is_ok());
    store
        .client
        .batch_execute("UPDATE armilla.tokens SET until = now(); NOTIFY armilla_identity")
        .await
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(bearer(host, &token).await, Err(UNKNOWN));
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let store = Store::new().await;
    let own = format!("arm_{}", "0".repeat(64));
    for text in ["", "arm_", "x", &own, &own.to_uppercase(), "arm_' OR 1=1 --"] {
        assert_eq!(bearer(&store.identities, text).await, Err(UNKNOWN), "{text}");
    }
    assert_eq!(bearer(&identities(), &own).await, Err(UNKNOWN));
}
