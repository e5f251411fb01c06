//! The Web Profile as pages use it: consent, origins, callbacks that are fetched, and addresses read through the hub.

use std::process::Stdio;

use nix::sys::signal::Signal;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::programs::{Hub, err, out};
use crate::client::Element;

const PORTAL: &str = "https://portal.example";

/// A page of an origin, in a browser that only sends requests.
struct Page {
    http: Client,
    hub: String,
    origin: &'static str,
    key: String,
    translator: String,
}

impl Page {
    /// Registers; the hub lets pages of the portal in.
    async fn registered(hub: &Hub) -> Self {
        let http = Client::builder().no_proxy().build().unwrap();
        let mut page =
            Self { http, hub: hub.web(), origin: PORTAL, key: String::new(), translator: String::new() };
        let map = page.call("register", json!([{ "samp.name": "Portal" }])).await.unwrap();
        page.key = map["samp.private-key"].as_str().unwrap().to_owned();
        page.translator = map["samp.url-translator"].as_str().unwrap().to_owned();
        page
    }

    /// Calls a method with the key in front, once there is one; gives its value, or the words of its refusal.
    async fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        let key = (!self.key.is_empty()).then(|| Value::from(self.key.as_str()));
        let params = key.into_iter().chain(params.as_array().unwrap().iter().cloned());
        let params: String = params.map(|value| format!("<param>{}</param>", written(&value))).collect();
        let body = format!(
            "<methodCall><methodName>samp.webhub.{method}</methodName><params>{params}</params></methodCall>"
        );
        let request =
            self.http.post(&self.hub).header("origin", self.origin).header("content-type", "text/xml");
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], self.origin);
        read(&answer.text().await.unwrap())
    }

    /// Status and content of an address, read through the hub.
    async fn read(&self, translator: &str, url: &str) -> (u16, String) {
        let encoded: String = url.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let request = self.http.get(format!("{translator}{encoded}")).header("origin", self.origin);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], self.origin);
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn subscribe(&self, mtypes: &[&str]) {
        self.call("allowReverseCallbacks", json!(["1"])).await.unwrap();
        let map: Value = mtypes
            .iter()
            .map(|mtype| ((*mtype).to_owned(), json!({})))
            .collect::<serde_json::Map<_, _>>()
            .into();
        self.call("declareSubscriptions", json!([map])).await.unwrap();
    }
}

/// A value as XML-RPC.
fn written(value: &Value) -> String {
    let inner = match value {
        Value::Array(list) => {
            format!("<array><data>{}</data></array>", list.iter().map(written).collect::<String>())
        }
        Value::Object(map) => {
            let member = |(key, value): (&String, &Value)| {
                format!("<member><name>{key}</name>{}</member>", written(value))
            };
            format!("<struct>{}</struct>", map.iter().map(member).collect::<String>())
        }
        other => other.as_str().expect("SAMP has strings only").to_owned(),
    };
    format!("<value>{inner}</value>")
}

/// What an answer says; our hub writes the type of each value.
fn read(document: &str) -> Result<Value, String> {
    let root = Element::parse(document).unwrap();
    let values = root.descendants();
    let value =
        value_of(values.iter().find(|element| element.name == "value").expect("an answer has a value"));
    match value.get("faultString") {
        Some(words) => Err(words.as_str().unwrap().to_owned()),
        None => Ok(value),
    }
}

fn value_of(value: &Element) -> Value {
    let [typed] = value.children.as_slice() else { panic!("{value:?}") };
    match typed.name.as_str() {
        "array" => typed.first("data").unwrap().all("value").map(value_of).collect(),
        "struct" => {
            let member = |member: &Element| {
                (member.text_of("name").to_owned(), value_of(member.first("value").unwrap()))
            };
            typed.all("member").map(member).collect::<serde_json::Map<_, _>>().into()
        }
        _ => typed.text.as_str().into(),
    }
}

fn message(mtype: &str, params: Value) -> Value {
    json!({ "samp.mtype": mtype, "samp.params": params })
}

#[tokio::test]
async fn a_page_registers_only_with_consent_and_keeps_its_origin() {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let mut page = Page::registered(&hub).await;
    assert_eq!(page.call("getRegisteredClients", json!([])).await, Ok(json!(["hub"])));
    page.origin = "https://evil.example";
    let refused = Err("the private key is not known: register first".to_owned());
    assert_eq!(page.call("getRegisteredClients", json!([])).await, refused);
    page.key.clear();
    let refused = page.call("register", json!([{ "samp.name": "Portal" }])).await;
    assert_eq!(refused, Err("the user does not let this page register".to_owned()));
    hub.host.assert_logs(
        "a page of https://evil.example that calls itself `Portal` is refused, as nobody is here to ask",
    );
}

#[tokio::test]
async fn a_page_fetches_what_it_is_told_and_responds() {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let page = Page::registered(&hub).await;
    let too_early = page.call("pullCallbacks", json!(["1"])).await;
    assert_eq!(too_early, Err("call allowReverseCallbacks first".to_owned()));
    page.subscribe(&["coord.pointAt.sky"]).await;
    let sender = hub.desk.armilla(&["point", "1.5", "-2"]).stdout(Stdio::piped()).spawn().unwrap();
    let told = page.call("pullCallbacks", json!(["60"])).await.unwrap();
    assert_eq!(told[0]["samp.methodName"], "receiveCall");
    let [from, id, said] = told[0]["samp.params"].as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!(
        (from, said),
        (&"c2".into(), &message("coord.pointAt.sky", json!({ "ra": "1.5", "dec": "-2" })))
    );
    let response = json!({ "samp.status": "samp.error", "samp.error": { "samp.errortxt": "no map" } });
    page.call("reply", json!([id, response])).await.unwrap();
    let sent = sender.wait_with_output().unwrap();
    assert_eq!((out(&sent).as_str(), sent.status.code()), ("c1 (c1): refused: no map\n", Some(5)));
    assert_eq!(page.call("pullCallbacks", json!(["0"])).await, Ok(json!([])));
}

#[tokio::test]
async fn a_page_reads_through_the_hub_what_a_program_has_sent_it_and_nothing_else() {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let page = Page::registered(&hub).await;
    page.subscribe(&["table.load.votable"]).await;
    let (table, url) = hub.desk.table();
    let (status, text) = page.read(&page.translator, &url).await;
    assert_eq!((status, text.as_str()), (403, "no program has sent this address to the page\n"));
    let sent = hub.desk.run(&["send", table.to_str().unwrap(), "--timeout-secs", "1"]);
    assert_eq!(out(&sent), "c1 (c1): not done: no response within 1 s\n", "{}", err(&sent));
    let (status, text) = page.read(&page.translator, &url).await;
    assert_eq!((status, text), (200, std::fs::read_to_string(&table).unwrap()));
    assert_eq!(page.read(&page.translator, "file:///etc/passwd").await.0, 403);
    let other = page.translator.replace("/read/", "/read/0");
    assert_eq!(page.read(&other, &url).await, (403, "the key is not that of a registered page\n".to_owned()));
}

#[tokio::test]
async fn a_page_sends_what_does_no_harm_only() {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let page = Page::registered(&hub).await;
    let listener = hub.desk.start(hub.desk.armilla(&["listen", "--count", "1"]), "listener");
    listener.wait_for("listening as");
    let script =
        page.call("notify", json!(["c2", message("script.aladin.send", json!({ "script": "quit" }))])).await;
    assert_eq!(script, Err("a page may not send `script.aladin.send` to armilla listen (c2)".to_owned()));
    let event = page.call("notifyAll", json!([message("samp.hub.event.shutdown", json!({}))])).await;
    assert_eq!(event, Err("only the hub sends `samp.hub.event.shutdown`".to_owned()));
    let table = message("table.load.votable", json!({ "url": "https://portal.example/x.vot?a=1&amp;b=2" }));
    assert_eq!(page.call("notifyAll", json!([table])).await, Ok(json!(["c2"])));
    let written = listener.finished();
    assert!(written.contains("\"url\":\"https://portal.example/x.vot?a=1&b=2\""), "{written}");
}

#[tokio::test]
async fn a_page_that_waits_learns_that_the_hub_ends() {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let page = Page::registered(&hub).await;
    page.subscribe(&["samp.hub.event.shutdown"]).await;
    hub.host.signal(Signal::SIGTERM);
    let told = page.call("pullCallbacks", json!(["60"])).await.unwrap();
    let expected = message("samp.hub.event.shutdown", json!({}));
    assert_eq!(told, json!([{ "samp.methodName": "receiveNotification", "samp.params": ["hub", expected] }]));
}

#[tokio::test]
async fn browsers_are_told_what_pages_may_do() {
    let hub = Hub::start(&[]);
    let http = Client::builder().no_proxy().build().unwrap();
    let preflight = http.request(Method::OPTIONS, hub.web()).header("origin", PORTAL);
    let preflight = preflight.header("access-control-request-private-network", "true").send().await.unwrap();
    let header = |name: &str| preflight.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(preflight.status().as_u16(), 200);
    assert_eq!(header("access-control-allow-origin"), PORTAL);
    assert_eq!(header("access-control-allow-methods"), "POST, GET, HEAD");
    assert_eq!(header("access-control-allow-headers"), "Content-Type");
    assert_eq!(header("access-control-allow-private-network"), "true");
    let ping = "<methodCall><methodName>samp.hub.ping</methodName></methodCall>";
    // A name that was bent to this machine, and a page at the address for programs.
    let rebound = http.post(hub.web()).header("host", "evil.example").body(ping).send().await.unwrap();
    let astray = http.post(hub.host.base()).header("origin", PORTAL).body(ping).send().await.unwrap();
    assert_eq!((rebound.status().as_u16(), astray.status().as_u16()), (403, 403));
}
