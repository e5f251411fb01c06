//! The files behind the pages: packed copies, caching, what is no file.

use std::fs;

use reqwest::Method;

use super::{get, host};
use crate::client::{Client, Request};

/// The names of the files that a page names.
fn named(page: &str) -> Vec<String> {
    let parts = page.split('"').filter(|part| part.contains("/assets/"));
    parts.map(str::to_owned).collect()
}

#[tokio::test]
async fn files_are_sent_once_and_in_the_smallest_copy() {
    let (_conf, host) = host("");
    let page = get(&host, "/vo/pages").await;
    let files = named(page.text());
    assert_eq!(files.len(), 2, "a style and a script: {files:?}");
    for file in files {
        let path = file.strip_prefix("/data").unwrap();
        let asked = |coding: &str| Request::new(Method::GET, path).with_header("accept-encoding", coding);
        let client = Client::of(&host);
        let whole = client.send(asked("identity")).await;
        assert_eq!(whole.status, 200, "{path}");
        assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        assert_eq!(whole.header("access-control-allow-origin"), "*");
        let kind =
            if path.ends_with(".js") { "text/javascript; charset=utf-8" } else { "text/css; charset=utf-8" };
        assert_eq!(whole.header("content-type"), kind);
        let built = fs::read(
            crate::harness::project_root()
                .join("plugins/portal/assets")
                .join(path.rsplit('/').next().unwrap()),
        );
        assert!(whole.body == built.unwrap(), "{path} is another file");
        for coding in ["br", "gzip"] {
            let packed = client.fetch(asked(coding)).await.unwrap();
            assert_eq!(packed.header("content-encoding"), coding, "{path}");
            assert!(packed.header("vary").contains("Accept-Encoding"), "{path}");
            assert!(
                packed.body.len() < whole.body.len(),
                "{path} {coding}: {} {}",
                packed.body.len(),
                whole.body.len()
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_file_of_the_pages_is_told_in_a_sentence() {
    let (_conf, host) = host("");
    for path in ["main.js", "manifest.json", "shell.html", "..%2Fshell.html", "%00"] {
        let answer = get(&host, &format!("/vo/pages/assets/{path}")).await;
        let text = "there is no such file of the pages; reload the page to get those of now\n";
        assert_eq!((answer.status, answer.text()), (404, text), "{path}");
    }
    for path in ["/logo", "/viewer/aladin.js"] {
        assert_eq!(get(&host, &format!("/vo/pages{path}")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_script_for_panels_has_an_address_that_stays() {
    let (_conf, host) = host("");
    let answer = get(&host, "/vo/pages/panels.js").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (302, "*"));
    let file = answer.header("location");
    assert!(file.starts_with("assets/panels-"), "{file}");
    assert_eq!(get(&host, &format!("/vo/pages/{file}")).await.status, 200);
}

#[tokio::test]
async fn files_of_the_operator_are_read_from_his_folders_and_from_nowhere_else() {
    let folder = crate::harness::new_folder();
    let viewer = folder.path().join("viewer");
    fs::create_dir_all(viewer.join("js")).unwrap();
    fs::write(viewer.join("aladin.js"), "").unwrap();
    fs::write(viewer.join("js/aladin.js"), "export default 1;").unwrap();
    fs::write(folder.path().join("secret.js"), "no").unwrap();
    fs::write(folder.path().join("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let at = folder.path().display();
    let (_conf, host) = host(&format!("sky_viewer = '{at}/viewer'\nlogo = '{at}/logo.svg'"));
    let script = get(&host, "/vo/pages/viewer/js/aladin.js").await;
    assert_eq!((script.status, script.text()), (200, "export default 1;"));
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    for path in ["../secret.js", "..%2Fsecret.js", "js/..%2F..%2Fsecret.js", "js", "js/", ".x"] {
        let answer = Client::of(&host)
            .fetch(Request::new(Method::GET, &format!("/vo/pages/viewer/{path}")))
            .await
            .unwrap();
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    let logo = Client::of(&host).fetch(Request::new(Method::GET, "/vo/pages/logo")).await.unwrap();
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(logo.header("content-security-policy").starts_with("default-src 'none'"));
    let told = get(&host, "/vo/pages/settings.json").await.json();
    assert_eq!((&told["has_sky_viewer"], &told["logo"]), (&true.into(), &"/data/vo/pages/logo".into()));
}
