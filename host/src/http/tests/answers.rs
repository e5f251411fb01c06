//! What every answer has, whoever made it.

use super::harness::{TestServer, body, header, settings, status};

#[tokio::test]
async fn an_answer_says_its_length_its_identifier_and_who_made_it() {
    let server = TestServer::begin(settings()).await;
    let answer = server.get("/hello", "").await;
    assert_eq!((status(&answer), body(&answer)), ("200", "hello\n"));
    assert_eq!(header(&answer, "content-length"), Some("6"));
    assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
    assert_eq!(header(&answer, "x-request-id").map(str::len), Some(13));
    assert_eq!(header(&answer, "server"), Some(concat!("armilla/", env!("CARGO_PKG_VERSION"))));
}

#[tokio::test]
async fn the_clients_identifier_reaches_handler_and_answer() {
    let server = TestServer::begin(settings()).await;
    let answer = server.get("/who?a=b%20c&d", "x-request-id: job-7\r\n").await;
    assert_eq!(body(&answer), "GET a=b%20c&d job-7");
    assert_eq!(header(&answer, "x-request-id"), Some("job-7"));
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = TestServer::begin(settings()).await;
    for (path, length) in
        [("/hello", Some("6")), ("/known", Some("5")), ("/stream", None), ("/none", Some("80"))]
    {
        let answer =
            server.exchange(&format!("HEAD {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await;
        assert_eq!(body(&answer), "", "{path}");
        assert_eq!(header(&answer, "content-length"), length, "{path}");
        assert_eq!(header(&answer, "transfer-encoding"), None, "{path}");
    }
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = TestServer::begin(settings()).await;
    let one = "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n";
    let last = "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answers = server.exchange(&format!("{one}{one}{last}")).await;
    assert_eq!(answers.matches("\r\n\r\nhello\n").count(), 3, "{answers}");
    assert!(server.metrics.text().contains("\narmilla_connections_accepted_total 1\n"));
}

#[tokio::test]
async fn a_wrong_path_says_what_is_served() {
    let server = TestServer::begin(settings()).await;
    let answer = server.get("/tpa", "").await;
    assert_eq!(status(&answer), "404");
    assert_eq!(
        body(&answer),
        "There is nothing at /tpa .\nServed here: /hello . The list with links is at / .\n"
    );
}

#[tokio::test]
async fn methods_without_a_use_are_refused() {
    let server = TestServer::begin(settings()).await;
    let answer = server.exchange("TRACE /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert_eq!(status(&answer), "405");
    assert_eq!(header(&answer, "allow"), Some("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    assert_eq!(
        body(&answer),
        "TRACE is not possible here; use GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.\n"
    );
}

#[tokio::test]
async fn a_preflight_never_reaches_the_handler() {
    let server = TestServer::begin(settings()).await;
    let request = "OPTIONS /panic HTTP/1.1\r\nhost: x\r\nconnection: close\r\norigin: https://a.org\r\n\
                   access-control-request-method: POST\r\n\r\n";
    let answer = server.exchange(request).await;
    assert_eq!(status(&answer), "204");
    assert_eq!(header(&answer, "access-control-allow-methods"), Some("GET, HEAD, POST, PUT, DELETE"));
}

#[tokio::test]
async fn a_panic_is_that_requests_500() {
    let server = TestServer::begin(settings()).await;
    let answer = server.get("/panic", "x-request-id: job-8\r\n").await;
    assert_eq!(status(&answer), "500");
    assert_eq!(body(&answer), "Internal error. The log knows more under the request id job-8 .\n");
    assert_eq!(status(&server.get("/hello", "").await), "200");
}

#[tokio::test]
async fn requests_are_counted() {
    let server = TestServer::begin(settings()).await;
    server.get("/hello", "").await;
    server.get("/stream", "").await;
    server.get("/tpa", "").await;
    let text = server.metrics.text();
    for line in [
        "armilla_requests_total{instance=\"host\",method=\"GET\",status=\"2xx\"} 2",
        "armilla_requests_total{instance=\"host\",method=\"GET\",status=\"4xx\"} 1",
        "armilla_requests_in_flight 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn http_2_needs_no_upgrade() {
    let server = TestServer::begin(settings()).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}", server.address);
    let answers = ["/hello", "/stream", "/known"].map(|path| client.get(format!("{url}{path}")).send());
    let sizes = futures_util::future::join_all(answers.map(async |answer| {
        let answer = answer.await.unwrap();
        assert_eq!(answer.version(), reqwest::Version::HTTP_2);
        answer.bytes().await.unwrap().len()
    }));
    let table = super::harness::table(3000).len();
    assert_eq!(sizes.await, [6, 2 * table, 5]);
    assert!(server.metrics.text().contains("\narmilla_connections_accepted_total 1\n"));
}
