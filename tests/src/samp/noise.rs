//! Noise at the doors of a hub: it refuses, and serves on.

use std::io::Write;
use std::net::TcpStream;

use reqwest::Client;

use super::programs::Hub;
use crate::harness::{Random, tell};

const CALL: &str = "<?xml version=\"1.0\"?><methodCall><methodName>samp.hub.register</methodName><params><param><value><struct>\
    <member><name>samp.name</name><value><array><data><value><i4>1</i4></value></data></array></value></member></struct></value>\
    </param></params></methodCall>";

#[tokio::test]
async fn random_bytes_never_break_a_hub() {
    let hub = Hub::start(&[]);
    let http = Client::builder().no_proxy().build().unwrap();
    let mut random = Random(20_261_124);
    let mut refused = 0;
    for round in 0..600 {
        let door = if round % 2 == 0 { format!("{}/", hub.host.base()) } else { hub.web() };
        let body = if round % 3 == 0 { noise(&mut random) } else { broken_call(&mut random) };
        let answer = http.post(&door).body(body).send().await.expect("the hub answers");
        assert!([200, 400].contains(&answer.status().as_u16()), "{}", answer.status());
        let text = answer.text().await.unwrap();
        assert!(!text.contains("samp.private-key"), "{text}");
        refused += usize::from(text.contains("not XML-RPC"));
    }
    for _ in 0..50 {
        let mut stream = TcpStream::connect(hub.host.authority()).unwrap();
        // The hub may close at the first byte that is no HTTP.
        let _ = stream.write_all(&noise(&mut random));
    }
    tell(&format!(
        "samp: {refused} of 600 documents were no XML-RPC, the others were refused by the methods"
    ));
    assert!(refused > 200);
    assert!(hub.desk.run(&["list"]).status.success());
}

fn noise(random: &mut Random) -> Vec<u8> {
    (0..random.below(2000)).map(|_| random.below(256) as u8).collect()
}

/// A call with some bytes changed, cut out or repeated.
fn broken_call(random: &mut Random) -> Vec<u8> {
    let mut call = CALL.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(call.len() as u64) as usize;
        match random.below(3) {
            0 => call[at] = random.below(256) as u8,
            1 => call.truncate(at.max(1)),
            _ => call.extend_from_within(at..),
        }
    }
    call
}
