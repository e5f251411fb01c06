//! Requests in every form become the same parameters and files.

use bytes::Bytes;
use futures_util::stream;
use plugin_api::test_kit::{TestHost, block_on};
use plugin_api::{ByteStream, RequestHead};

use super::*;

const LIMITS: ReceiveLimits =
    ReceiveLimits { params: dali::Limits { count: 6, size_bytes: 1000 }, files_bytes_max: 3 << 20 };

fn request(method: &str, query: &str, content_type: &str, body: ByteStream) -> Request {
    let headers = match content_type {
        "" => Vec::new(),
        _ => vec![("content-type".to_owned(), content_type.as_bytes().to_vec())],
    };
    let head = RequestHead { method: method.into(), query: query.into(), headers, ..RequestHead::default() };
    Request::new(head, body)
}

fn received_in(content_type: &str, body: &[u8], step: usize) -> Result<Received> {
    let chunks: Vec<Result<Bytes>> =
        body.chunks(step).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    let mut request = request("POST", "LANG=ADQL", content_type, ByteStream::new(stream::iter(chunks)));
    block_on(receive(&TestHost::default().into_host(), &mut request, &LIMITS))
}

fn received(content_type: &str, body: &str) -> Result<Received> {
    received_in(content_type, body.as_bytes(), 64 << 10)
}

fn refused(content_type: &str, body: &str) -> (u16, String) {
    let error = received(content_type, body).unwrap_err();
    (error.kind().status(), error.for_client().to_owned())
}

fn params(received: &Received) -> Vec<(&str, &str)> {
    received.params.iter().collect()
}

fn bytes(file: &FilePart) -> Bytes {
    block_on(file.content.bytes(&TestHost::default().into_host())).unwrap()
}

/// A form of parts, each with what follows its `form-data`.
fn form(parts: &[(&str, &str)]) -> String {
    let part = |(head, body): &(&str, &str)| {
        format!("--b1\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    format!("{}--b1--\r\n", parts.iter().map(part).collect::<String>())
}

const MULTIPART: &str = "multipart/form-data; boundary=b1";

#[test]
fn a_form_without_files_reads_the_same_in_both_codings() {
    let expected = [("LANG", "ADQL"), ("QUERY", "SELECT 'é'"), ("MAXREC", "7")];
    let urlencoded = "query=SELECT+%27%C3%A9%27&MaxRec=7";
    let multipart = form(&[("name=\"query\"", "SELECT 'é'"), ("name=MaxRec", "7")]);
    for (content_type, body) in [
        ("", urlencoded),
        ("application/x-www-form-urlencoded; charset=UTF-8", urlencoded),
        (MULTIPART, &multipart),
        ("Multipart/Form-Data;charset=utf-8; boundary=\"b1\"", &multipart),
    ] {
        let received = received(content_type, body).unwrap();
        assert_eq!(
            (params(&received).as_slice(), received.files.len()),
            (&expected[..], 0),
            "{content_type}"
        );
    }
}

#[test]
fn a_get_has_the_parameters_of_its_url_and_no_body() {
    let mut request = request("GET", "a=1", "text/odd", ByteStream::from(Bytes::from_static(b"b=2")));
    let received = block_on(receive(&TestHost::default().into_host(), &mut request, &LIMITS)).unwrap();
    assert_eq!(params(&received), [("A", "1")]);
}

#[test]
fn files_are_parts_with_a_file_name_or_named_by_upload_in_any_order() {
    let table = "a,b\n1,2\n";
    let body = form(&[
        ("name=\"first\"", table),
        ("name=\"t2\"; filename=\"odd; name.csv\"\r\nContent-Type: text/csv", table),
        ("name=\"Upload\"", "x,param:first;y,param:t2"),
        ("name=\"runid\"", "r1"),
    ]);
    for step in [1, 7, 1 << 20] {
        let received = received_in(MULTIPART, body.as_bytes(), step).unwrap();
        let expected = [("LANG", "ADQL"), ("UPLOAD", "x,param:first;y,param:t2"), ("RUNID", "r1")];
        assert_eq!(params(&received), expected);
        let [named, first] = received.files.as_slice() else { panic!("two files, not {:?}", received.files) };
        assert_eq!((named.name.as_str(), named.file_name.as_deref()), ("t2", Some("odd; name.csv")));
        assert_eq!(named.media_type.as_deref(), Some("text/csv"));
        assert_eq!(
            (first.name.as_str(), first.file_name.as_deref(), &first.media_type),
            ("first", None, &None)
        );
        assert_eq!((bytes(named), bytes(first)), (Bytes::from(table), Bytes::from(table)));
    }
}

#[test]
fn an_upload_parameter_of_the_url_names_parts_too() {
    let body = form(&[("name=\"t\"", "1,2")]);
    let mut request = request("POST", "UPLOAD=x,param:t", MULTIPART, ByteStream::from(Bytes::from(body)));
    let received = block_on(receive(&TestHost::default().into_host(), &mut request, &LIMITS)).unwrap();
    assert_eq!((params(&received), received.files.len()), (vec![("UPLOAD", "x,param:t")], 1));
}

#[test]
fn large_files_keep_every_byte() {
    let content: String = (0..500_000).map(|number| format!("{}\r\n-", number % 97)).collect();
    assert!((2 << 20..3 << 20).contains(&content.len()), "{}", content.len());
    let body = form(&[("name=t; filename=t.csv", &content)]);
    for step in [1000, 16 << 10, 1 << 20] {
        let received = received_in(MULTIPART, body.as_bytes(), step).unwrap();
        assert_eq!(bytes(&received.files[0]), content.as_bytes());
    }
}

#[test]
fn files_together_have_a_limit() {
    let half = "x".repeat(1_600_000);
    let expected = "the tables of this request have more than 3 MiB together, which is the limit here; send fewer rows \
                    or columns";
    for parts in [
        vec![("name=a; filename=a", half.as_str()), ("name=b; filename=b", &half)],
        vec![("name=a", &half), ("name=b; filename=b", &half), ("name=upload", "x,param:a")],
    ] {
        assert_eq!(refused(MULTIPART, &form(&parts)), (413, expected.to_owned()));
    }
}

#[test]
fn text_parts_keep_to_the_limits_of_parameters() {
    let long = "x".repeat(1001);
    assert_eq!(
        refused(MULTIPART, &form(&[("name=a", long.as_str())])),
        (
            413,
            "the parameters are longer than 1000 bytes; send a shorter request or upload a table".to_owned()
        )
    );
    let many = vec![("name=a", "1"); 7];
    assert_eq!(
        refused(MULTIPART, &form(&many)),
        (400, "the request has more than 6 parameters; send fewer".to_owned())
    );
    let latin: Vec<u8> =
        form(&[("name=query", "?")]).bytes().map(|byte| if byte == b'?' { 233 } else { byte }).collect();
    assert_eq!(
        received_in(MULTIPART, &latin, 100).unwrap_err().for_client(),
        "parameter QUERY in the form body is not UTF-8 text; encode the parameters as UTF-8 before percent-encoding"
    );
}

#[test]
fn broken_forms_are_told_from_each_other() {
    let whole = form(&[("name=a", "1"), ("name=t; filename=t", "some bytes")]);
    let cut = |at: &str| whole[..whole.find(at).unwrap()].to_owned();
    let parts = "the multipart body is not made of parts between its boundaries, or ends before the last one";
    for (content_type, body, expected) in [
        (
            "multipart/form-data",
            whole.clone(),
            "the multipart body has no boundary; name it in Content-Type: multipart/form-data; boundary=...",
        ),
        (
            MULTIPART,
            cut("bytes"),
            "the multipart body ends within the part `t`; it must end with its boundary",
        ),
        (MULTIPART, String::new(), parts),
        (MULTIPART, cut("; filename"), parts),
        (MULTIPART, "QUERY=SELECT".to_owned(), parts),
        (
            MULTIPART,
            "--b1\r\n\u{1}: x\r\n\r\nx\r\n--b1--".to_owned(),
            "the head of a part of the multipart body cannot be read",
        ),
        (
            "application/json",
            "{}".to_owned(),
            "a body of type application/json is not read here; send application/x-www-form-urlencoded or multipart/form-data",
        ),
    ] {
        assert_eq!(refused(content_type, &body), (400, expected.to_owned()));
    }
}

#[test]
fn a_body_without_any_part_is_not_read_to_its_end() {
    let endless = stream::repeat_with(|| Ok(Bytes::from(vec![b'x'; 1000])));
    let mut request = request("POST", "", MULTIPART, ByteStream::new(endless));
    let error = block_on(receive(&TestHost::default().into_host(), &mut request, &LIMITS)).unwrap_err();
    let expected = "the multipart body has no part where one should begin; check its boundary";
    assert_eq!(error.for_client(), expected);
}

#[test]
fn an_error_of_the_body_keeps_its_kind() {
    let start = form(&[("name=t; filename=t", "some bytes")]).replace("--b1--", "");
    let gone = Error::new(ErrorKind::Timeout, "the request body stopped arriving");
    let chunks = stream::iter([Ok(Bytes::from(start)), Err(gone.clone())]);
    let mut request = request("POST", "", MULTIPART, ByteStream::new(chunks));
    let error = block_on(receive(&TestHost::default().into_host(), &mut request, &LIMITS)).unwrap_err();
    assert_eq!(error, gone);
}
