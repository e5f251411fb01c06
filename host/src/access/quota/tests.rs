//! Tests of quotas: what is refused, when leave is given back, and how much memory is used.

use super::*;
use crate::config;

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

fn quota(text: &str) -> Quota {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("host.toml"), text).unwrap();
    Quota::new(config::load(folder.path(), &[]).unwrap().host.quota)
}

fn refusal(admitted: Result<Permit, TooMany>) -> String {
    admitted.err().map_or("admitted".to_owned(), |refusal| refusal.to_string())
}

#[test]
fn one_request_more_than_may_be_under_way_is_refused_until_one_has_ended() {
    let quota = quota("[quota.anonymous]\nrequests_max = 2\n");
    let anonymous = Principal::anonymous();
    let first = quota.admit(&anonymous, HERE).unwrap();
    let _second = quota.admit(&anonymous, HERE).unwrap();
    let words = "you may have 2 requests under way at once; try again in 1 s";
    assert_eq!(refusal(quota.admit(&anonymous, HERE)), words);
    assert!(quota.admit(&anonymous, [192, 0, 2, 2].into()).is_ok());
    assert!(quota.admit(&Principal::known("ada", Vec::new()), HERE).is_ok());
    drop(first);
    assert!(quota.admit(&anonymous, HERE).is_ok());
}

#[test]
fn a_user_is_counted_wherever_he_is_and_a_network_of_version_6_is_one_address() {
    let quota = quota("[quota]\nrequests_max = 1\n[quota.anonymous]\nrequests_max = 1\n");
    let (ada, anonymous) = (Principal::known("ada", Vec::new()), Principal::anonymous());
    let _held = quota.admit(&ada, HERE).unwrap();
    assert!(quota.admit(&ada, [192, 0, 2, 9].into()).is_err());
    let _held = quota.admit(&anonymous, "2001:db8::1".parse().unwrap()).unwrap();
    assert!(quota.admit(&anonymous, "2001:db8::2:1".parse().unwrap()).is_err());
    assert!(quota.admit(&anonymous, "2001:db8:0:1::1".parse().unwrap()).is_ok());
    let _held = quota.admit(&anonymous, HERE).unwrap();
    assert!(quota.admit(&anonymous, "::ffff:192.0.2.1".parse().unwrap()).is_err());
}

#[test]
fn requests_of_a_minute_come_back_evenly() {
    let mut usage = Usage { requests: 0, tokens: f64::MAX, per_minute: None, at: Instant::now() };
    let begun = usage.at;
    let mut take = |millis| usage.take(None, Some(30), begun + Duration::from_millis(millis));
    assert_eq!((0..30).find(|_| take(0).is_err()), None);
    let refusal = take(100).unwrap_err();
    assert_eq!(refusal.to_string(), "you may begin 30 requests a minute; try again in 2 s");
    assert_eq!(refusal.retry_after_secs, 2);
    assert!(take(1_900).is_err());
    assert_eq!((take(2_100).is_ok(), take(2_100).is_ok()), (true, false));
    assert_eq!((0..40).filter(|_| take(600_000).is_ok()).count(), 30);
}

#[test]
fn other_quotas_hold_from_the_next_request_on() {
    let quota = quota("[quota.anonymous]\nrequests_max = 1\n");
    let _held = quota.admit(&Principal::anonymous(), HERE).unwrap();
    assert!(quota.admit(&Principal::anonymous(), HERE).is_err());
    quota.set(Quotas::default());
    assert!(quota.admit(&Principal::anonymous(), HERE).is_ok());
}

#[test]
fn addresses_without_number_take_a_bounded_memory() {
    let quota = quota("[quota.anonymous]\nrequests_max = 1\nrequests_per_minute = 1\n");
    let address = |number: u32| IpAddr::from(number.to_be_bytes());
    let admit = |number| quota.admit(&Principal::anonymous(), address(number));
    let held: Vec<_> = (0..OPEN_MAX as u32).map(|number| admit(number).unwrap()).collect();
    // There is one account for all further ones, and it is used up by the first.
    let _other = admit(u32::MAX).unwrap();
    assert!(admit(u32::MAX - 1).is_err());
    assert_eq!(quota.0.books().open.len(), OPEN_MAX + 1);
    drop(held);
    for usage in quota.0.books().open.values_mut() {
        usage.at -= Duration::from_secs(120);
    }
    quota.0.books().full_since = None;
    assert!(admit(u32::MAX - 2).is_ok());
    assert_eq!(quota.0.books().open.len(), 2);
}
