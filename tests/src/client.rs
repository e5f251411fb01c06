//! A client that checks what must hold for every answer before a test looks at it.

mod check;
mod csv;
mod votable;
mod xml;

use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;

pub use check::RESTRICTED_NAMES;
pub use csv::Csv;
pub use votable::{Field, Votable};
pub use xml::Element;

use crate::harness::{Host, shared};

/// Longer than any time limit of the host.
const ANSWER_LIMIT: Duration = Duration::from_secs(120);

/// A client of one host.
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// Headers of every request.
    headers: Vec<(String, String)>,
}

/// A request as a test writes it: method, path, parameters, files.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub parameters: Vec<(String, String)>,
    /// The name of each part with the bytes of its file; with files a POST is a form of several parts.
    pub files: Vec<(String, Vec<u8>)>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// A body in place of the form.
    pub body: Option<String>,
}

/// A whole answer, already checked.
#[derive(Clone, Debug)]
pub struct Answer {
    pub request: Request,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Request {
    /// A request without parameters.
    pub fn new(method: Method, path: &str) -> Self {
        let (parameters, files, headers) = (Vec::new(), Vec::new(), Vec::new());
        Self { method, path: path.to_owned(), parameters, files, headers, body: None }
    }

    /// Adds a file.
    pub fn with_file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.to_owned(), content.into()));
        self
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds parameters: to the form of a POST, to the address of anything else.
    pub fn with(mut self, parameters: &[(&str, &str)]) -> Self {
        self.parameters
            .extend(parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }
}

impl Client {
    /// A client of the host that most tests use.
    pub fn shared() -> Self {
        Self::of(shared())
    }

    /// A client of a host.
    pub fn of(host: &Host) -> Self {
        let http = reqwest::Client::builder().no_proxy().timeout(ANSWER_LIMIT);
        let http = http.redirect(reqwest::redirect::Policy::none()).build().expect("the options are valid");
        Self { http, base: host.base().to_owned(), headers: Vec::new() }
    }

    /// The same client with a header for every request.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Logs in by the form, and gives the session's cookie as `name=value`.
    pub async fn cookie_of(&self, user: &str, password: &str) -> String {
        let form = [("username", user), ("password", password)];
        let answer = self.send(Request::new(Method::POST, "/auth/login").with(&form)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    /// GET of a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::new(Method::GET, path)).await
    }

    /// The path and query of the address that the request to a service for one of `url` gives, and what was said with it.
    pub async fn handed_over(&self, request: Request, url: &str) -> (String, serde_json::Value) {
        let answer = self.send(request.with(&[("url", url)])).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let headers = (answer.header("content-type"), answer.header("cache-control"));
        assert_eq!(headers, ("application/json", "no-store"));
        let told = answer.json();
        let address = told["url"].as_str().unwrap();
        (address.strip_prefix(self.base.as_str()).unwrap().to_owned(), told)
    }

    /// A synchronous query on `/tap` by POST, with further parameters.
    pub async fn query(&self, adql: &str, parameters: &[(&str, &str)]) -> Answer {
        let request = Request::new(Method::POST, "/tap/sync").with(&[("LANG", "ADQL"), ("QUERY", adql)]);
        self.send(request.with(parameters)).await
    }

    /// The rows of a query on `/tap` as CSV, without a limit.
    pub async fn rows(&self, adql: &str) -> Csv {
        let answer = self.query(adql, &[("RESPONSEFORMAT", "csv"), ("MAXREC", "10000000")]).await;
        assert_eq!(answer.status, 200, "{adql}: {}", answer.text());
        answer.csv()
    }

    /// Sends a request and checks its answer.
    pub async fn send(&self, request: Request) -> Answer {
        let answer = self.fetch(request).await.unwrap_or_else(|error| panic!("no whole answer: {error:?}"));
        check::check(&answer, &self.base);
        answer
    }

    /// Sends a request; an answer that is cut short is an error.
    pub async fn fetch(&self, mut request: Request) -> Result<Answer, reqwest::Error> {
        request.headers.extend(self.headers.iter().cloned());
        let response = self.builder(&request).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?.to_vec();
        Ok(Answer { request, status, headers, body })
    }

    fn builder(&self, request: &Request) -> reqwest::RequestBuilder {
        let headers = request.headers.iter();
        let builder = headers.fold(self.plain(request), |builder, (name, value)| builder.header(name, value));
        match &request.body {
            Some(body) => builder.body(body.clone()),
            None => builder,
        }
    }

    fn plain(&self, request: &Request) -> reqwest::RequestBuilder {
        let url = format!("{}{}", self.base, request.path);
        if !request.files.is_empty() {
            let kind = "multipart/form-data; boundary=b-o-u-n-d";
            return self.http.post(url).header("content-type", kind).body(multipart(request, "b-o-u-n-d"));
        }
        if request.method == Method::POST && request.body.is_none() {
            return self.http.post(url).form(&request.parameters);
        }
        let url = reqwest::Url::parse_with_params(&url, &request.parameters);
        let url = url.expect("tests write valid paths");
        // `parse_with_params` writes a lone `?` where there are no parameters.
        let mut url = url;
        if request.parameters.is_empty() && !request.path.contains('?') {
            url.set_query(None);
        }
        self.http.request(request.method.clone(), url)
    }
}

/// The parameters and files of a request as a form of several parts.
fn multipart(request: &Request, boundary: &str) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |name: &str, file: &str, content: &[u8]| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    request.parameters.iter().for_each(|(name, value)| part(name, "", value.as_bytes()));
    request.files.iter().for_each(|(name, content)| part(name, &format!("; filename=\"{name}\""), content));
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("answers of text types are UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text()).expect("answers of type JSON are JSON")
    }

    /// A header as text; empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("header values are ASCII"))
    }

    /// The body as an XML document.
    pub fn xml(&self) -> Element {
        Element::parse(self.text()).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as a VOTable.
    pub fn votable(&self) -> Votable {
        Votable::read(&self.xml())
    }

    /// The body as CSV.
    pub fn csv(&self) -> Csv {
        assert!(self.header("content-type").starts_with("text/csv"), "{}", self.text());
        Csv::parse(self.text())
    }
}
