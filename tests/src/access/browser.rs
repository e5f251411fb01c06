//! A browser logs in by the form, sees both releases, and logs out.

use super::{ADA, DEMO};
use crate::harness::Browser;

#[tokio::test]
async fn a_browser_logs_in_by_the_form_and_out_again() {
    let browser = Browser::start().await;
    let base = DEMO.host.base();
    browser.open(&format!("{base}/scs")).await;
    assert!(!browser.text().await.contains("jplus_idr2"));

    browser.open(&format!("{base}/auth/login")).await;
    browser.fill("input[name=username]", ADA).await;
    browser.fill("input[name=password]", "wrong").await;
    browser.follow("form [type=submit]").await;
    let refused = browser.text().await;
    assert!(refused.contains("password"), "{refused}");
    assert!(browser.cookies().await.is_empty(), "{:?}", browser.cookies().await);

    browser.open(&format!("{base}/auth/login")).await;
    browser.fill("input[name=username]", ADA).await;
    browser.fill("input[name=password]", &DEMO.ada).await;
    browser.follow("form [type=submit]").await;
    let cookies = browser.cookies().await;
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert_eq!((&cookies[0]["httpOnly"], &cookies[0]["sameSite"]), (&true.into(), &"Lax".into()));
    browser.open(&format!("{base}/scs")).await;
    assert!(browser.text().await.contains("jplus_idr2"), "{}", browser.text().await);

    browser.open(&format!("{base}/")).await;
    assert!(browser.text().await.contains(ADA), "{}", browser.text().await);
    browser.follow("form[action$='/auth/logout'] [type=submit]").await;
    assert!(browser.cookies().await.is_empty(), "{:?}", browser.cookies().await);
    browser.open(&format!("{base}/scs")).await;
    assert!(!browser.text().await.contains("jplus_idr2"));
}
