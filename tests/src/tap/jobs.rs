//! Queries as jobs: `/async` and everything below it.

mod ends;
mod refusals;
mod resources;
mod told;
mod validators;

use reqwest::Method;

use crate::client::{Answer, Client, Element, Request};

/// A job of a test.
struct Job {
    client: Client,
    path: String,
}

impl Job {
    /// Makes a job at the shared host.
    async fn create(parameters: &[(&str, &str)]) -> Self {
        Self::create_at(Client::shared(), parameters).await
    }

    async fn create_at(client: Client, parameters: &[(&str, &str)]) -> Self {
        let answer = client.send(Request::new(Method::POST, "/tap/async").with(parameters)).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = answer.header("location");
        let (_, id) = location.split_once("/tap/async/").unwrap_or_else(|| panic!("{location}"));
        assert!(location.starts_with("http://127.0.0.1:") && !id.contains('/'), "{location}");
        let path = format!("/tap/async/{id}");
        Self { client, path }
    }

    /// A query with the parameters that it needs.
    async fn of(adql: &str) -> Self {
        Self::create(&[("LANG", "ADQL"), ("QUERY", adql)]).await
    }

    fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    async fn get(&self, child: &str) -> Answer {
        self.client.get(&format!("{}{child}", self.path)).await
    }

    async fn post(&self, child: &str, parameters: &[(&str, &str)]) -> Answer {
        let request = Request::new(Method::POST, &format!("{}{child}", self.path));
        self.client.send(request.with(parameters)).await
    }

    /// A change, which must be answered by 303 to the job.
    async fn change(&self, child: &str, parameters: &[(&str, &str)]) {
        let answer = self.post(child, parameters).await;
        assert_eq!((answer.status, answer.text()), (303, ""));
        assert!(answer.header("location").ends_with(&self.path), "{}", answer.header("location"));
    }

    /// The plain text of a child.
    async fn text(&self, child: &str) -> String {
        let answer = self.get(child).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
        answer.text().to_owned()
    }

    async fn document(&self) -> Element {
        self.get("").await.xml()
    }

    /// Waits for the end and gives the document.
    async fn ended(&self) -> Element {
        loop {
            let document = self.get("?WAIT=-1").await.xml();
            if !["PENDING", "QUEUED", "EXECUTING"].contains(&document.text_of("phase")) {
                return document;
            }
        }
    }

    /// Runs the job to its end and gives the document.
    async fn run(&self) -> Element {
        self.change("/phase", &[("PHASE", "RUN")]).await;
        self.ended().await
    }
}

/// The parameters of a job's document, each as `NAME=value`.
fn parameters(document: &Element) -> Vec<String> {
    let parameters = document.first("parameters").expect("a job has parameters");
    let shown =
        |parameter: &Element| format!("{}={}", parameter.attribute("id").unwrap_or("?"), parameter.text);
    parameters.all("parameter").map(shown).collect()
}
