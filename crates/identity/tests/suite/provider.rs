//! Tokens of an outside provider.

use identity::{Identities, Proof, Refused, Settings, Source};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::site::{SigningKey, Site};
use crate::support::{Store, address, identities};

const INVALID: Refused = Refused::Wrong("the token is unknown, expired or revoked");
const AWAY: Refused = Refused::Unavailable { retry_after_secs: 10 };

/// A host with the provider, with its database.
async fn host(site: &Site) -> Store {
    Store::with(Settings { provider: Some(site.settings()), ..Settings::default() }).await
}

async fn who(host: &Identities, token: &str) -> Result<String, Refused> {
    let caller = host.identify(Proof::Bearer(token), address(1)).await?;
    assert_eq!(caller.source, Source::Provider);
    Ok(format!("{} [{}]", caller.user, caller.groups.join(",")))
}

/// The good claims, but for one.
fn but(site: &Site, claim: &str, value: Value) -> Value {
    let mut claims = site.claims();
    claims[claim] = value;
    claims
}

#[tokio::test]
async fn tokens_of_each_kind_of_key_name_their_user_and_groups() {
    let keys = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA]
        .map(|algorithm| SigningKey::new(&format!("{algorithm:?}"), algorithm));
    let site = Site::start(&keys.iter().collect::<Vec<_>>()).await;
    let store = host(&site).await;
    assert!(store.identities.offers());
    for key in &keys {
        let token = key.sign(&site.claims());
        assert_eq!(who(&store.identities, &token).await, Ok("oidc:eva [collaboration,staff]".to_owned()));
    }
    assert_eq!(site.asked(), 1);
    // Last seen, for jobs that run when she is away; on all hosts.
    let groups = Some(vec!["collaboration".to_owned(), "staff".to_owned()]);
    assert_eq!(store.identities.groups_of("oidc:eva").await, Ok(groups.clone()));
    assert_eq!(store.other_host().await.groups_of("oidc:eva").await, Ok(groups));
    assert_eq!(store.identities.groups_of("oidc:eve").await, Ok(None));

    let token = keys[1].sign(&but(&site, "groups", json!("staff")));
    assert_eq!(who(&store.identities, &token).await, Ok("oidc:eva [staff]".to_owned()));
    assert_eq!(store.identities.groups_of("oidc:eva").await, Ok(Some(vec!["staff".to_owned()])));
}

#[tokio::test]
async fn tokens_that_are_not_for_us_not_now_or_not_signed_are_refused() {
    let key = SigningKey::new("a", Algorithm::ES256);
    let site = Site::start(&[&key]).await;
    let store = host(&site).await;
    let now = jiff::Timestamp::now().as_second();
    let mut cases = vec![
        ("another audience", key.sign(&but(&site, "aud", json!("other")))),
        ("no audience", key.sign(&but(&site, "aud", Value::Null))),
        ("another issuer", key.sign(&but(&site, "iss", json!("https://id.example.org")))),
        ("expired", key.sign(&but(&site, "exp", json!(now - 60)))),
        ("no end", key.sign(&but(&site, "exp", Value::Null))),
        ("not yet", key.sign(&but(&site, "nbf", json!(now + 60)))),
        ("from the future", key.sign(&but(&site, "iat", json!(now + 60)))),
        ("no user", key.sign(&but(&site, "sub", json!("")))),
        ("a user with a line break", key.sign(&but(&site, "sub", json!("a\nb")))),
        ("no token", "x".to_owned()),
        ("huge", "x".repeat(20_000)),
    ];
    let good = key.sign(&site.claims());
    let (body, _) = good.rsplit_once('.').unwrap();
    cases.push(("no signature", format!("{body}.")));
    cases.push(("another signature", format!("{body}.{}", "A".repeat(86))));
    // {"alg":"none","kid":"a"}
    let claims = good.split('.').nth(1).unwrap();
    cases.push(("alg none", format!("eyJhbGciOiJub25lIiwia2lkIjoiYSJ9.{claims}.")));
    // The public key as a shared secret, which everybody knows.
    let header = Header { kid: Some("a".into()), ..Header::new(Algorithm::HS256) };
    let secret = EncodingKey::from_secret(key.public_pem.as_bytes());
    cases.push(("HS256", encode(&header, &site.claims(), &secret).unwrap()));
    for (number, (what, token)) in cases.iter().enumerate() {
        // An address of its own for each, since wrong ones are counted.
        let caller = store.identities.identify(Proof::Bearer(token), address(number as u8)).await;
        assert_eq!(caller, Err(INVALID), "{what}");
    }
    assert_eq!(who(&store.identities, &good).await, Ok("oidc:eva [collaboration,staff]".to_owned()));
    assert_eq!(INVALID.to_string(), "the token is unknown, expired or revoked");
}

#[tokio::test]
async fn clocks_may_differ_a_little() {
    let key = SigningKey::new("a", Algorithm::EdDSA);
    let site = Site::start(&[&key]).await;
    let store = host(&site).await;
    let now = jiff::Timestamp::now().as_second();
    let token = key.sign(&but(&site, "nbf", json!(now + 15)));
    assert!(who(&store.identities, &token).await.is_ok());
}

#[tokio::test]
async fn a_new_key_is_fetched_and_invented_ones_do_not_make_us_ask_again_and_again() {
    let (old, new) = (SigningKey::new("old", Algorithm::ES256), SigningKey::new("new", Algorithm::ES256));
    let site = Site::start(&[&old]).await;
    let store = host(&site).await;
    let host = &store.identities;
    assert!(who(host, &old.sign(&site.claims())).await.is_ok());
    site.publish(&[&new]);
    let token = new.sign(&site.claims());
    assert_eq!(who(host, &token).await, Err(INVALID));
    assert_eq!(site.asked(), 1);
    tokio::time::sleep(std::time::Duration::from_millis(5100)).await;
    assert!(who(host, &token).await.is_ok());
    for number in 0..10 {
        let invented = SigningKey::new(&format!("key {number}"), Algorithm::ES256);
        assert_eq!(who(host, &invented.sign(&site.claims())).await, Err(INVALID));
    }
    // A key that was withdrawn is gone with the fetch.
    assert_eq!(who(host, &old.sign(&but(&site, "sub", json!("other")))).await, Err(INVALID));
    assert_eq!(site.asked(), 2);
}

#[tokio::test]
async fn a_provider_that_is_away_is_told_and_its_keys_serve_on() {
    let key = SigningKey::new("a", Algorithm::ES256);
    let site = Site::start(&[&key]).await;
    let (early, late) = (host(&site).await, host(&site).await);
    assert!(who(&early.identities, &key.sign(&site.claims())).await.is_ok());
    site.go_away();
    assert_eq!(who(&late.identities, &key.sign(&site.claims())).await, Err(AWAY));
    let another = key.sign(&but(&site, "sub", json!("ada")));
    assert_eq!(who(&early.identities, &another).await, Ok("oidc:ada [collaboration,staff]".to_owned()));
    assert_eq!(AWAY.to_string(), "log-ins cannot be checked at the moment; try again in 10 seconds");
}

#[tokio::test]
async fn a_discovery_document_of_another_issuer_is_not_believed() {
    let key = SigningKey::new("a", Algorithm::ES256);
    let site = Site::start(&[&key]).await;
    site.name_another_issuer("http://127.0.0.1:1");
    assert_eq!(who(&host(&site).await.identities, &key.sign(&site.claims())).await, Err(AWAY));
    assert_eq!(site.asked(), 0);
}

#[tokio::test]
async fn without_a_provider_its_tokens_are_nothing() {
    let key = SigningKey::new("a", Algorithm::ES256);
    let site = Site::start(&[&key]).await;
    assert_eq!(who(&identities(), &key.sign(&site.claims())).await, Err(INVALID));
    assert_eq!(site.asked(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_presented_is_refused_and_never_a_panic(text in ".{0,200}", kind in 0..5) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let host = identities();
            let dotted = format!("{text}.{text}.{text}");
            let ours = format!("arm_{text}");
            let proof = match kind {
                0 => Proof::Bearer(&text),
                1 => Proof::Bearer(&dotted),
                2 => Proof::Bearer(&ours),
                3 => Proof::Session(&text),
                _ => Proof::Password { user: &text, password: &text },
            };
            let refused = host.identify(proof, address(1)).await;
            prop_assert!(matches!(refused, Err(Refused::Wrong(_))), "{:?}", refused);
            Ok(())
        })?;
    }
}
