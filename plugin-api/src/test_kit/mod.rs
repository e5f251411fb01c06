//! Tests a plugin without a socket and without a database: through the same boundary and the same guards as in the host.
//!
//! ```text
//! let hello = TestPlugin::<Hello>::new("word = \"Hello\"")?;
//! assert_eq!(hello.get("/greeting?name=Vega").text(), "Hello, Vega");
//! ```

mod defaults;
mod executor;
mod host;
mod routes;

use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use crate::host::HostServices;
use crate::{
    Answer, ByteStream, Error, Plugin, PluginInstance, PluginModule, Principal, Request, RequestHead, Result,
    Settings,
};

pub use defaults::{declared_defaults, unsaid_defaults};
pub use executor::block_on;
pub use host::TestHost;

/// The most bytes of an answer that a test collects: 64 MiB.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// A configured instance under test.
pub struct TestPlugin<P> {
    instance: PluginInstance,
    services: Arc<dyn HostServices>,
    routes: Vec<crate::Route>,
    plugin: PhantomData<fn() -> P>,
}

/// An answer with its whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, as the plugin wrote them.
    pub headers: Vec<(String, String)>,
    /// The body, if the stream came to its end.
    pub body: Result<Bytes>,
}

impl<P: Plugin> TestPlugin<P> {
    /// An instance with these settings (the content of `[settings]`), on a host without data.
    pub fn new(settings: &str) -> Result<Self> {
        Self::on(TestHost::default(), settings)
    }

    /// An instance with these settings on a host that the test has prepared.
    pub fn on(host: TestHost, settings: &str) -> Result<Self> {
        let module = PluginModule::new(crate::export::module::<P>(false));
        let services: Arc<dyn HostServices> = Arc::new(host);
        let settings = Settings {
            instance: "test".into(),
            mount: "/test".into(),
            file: "conf.d/test.toml".into(),
            text: format!("[settings]\n{settings}"),
            overrides: Vec::new(),
        };
        let instance = module.configure(services.clone(), &settings)?;
        Ok(Self { instance, services, routes: module.describe()?.routes, plugin: PhantomData })
    }

    /// Answers `GET` of a path and query below the mount, asked by the anonymous.
    pub fn get(&self, path_and_query: &str) -> TestAnswer {
        self.ask("GET", path_and_query, Principal::anonymous(), Bytes::new())
    }

    /// Answers `POST` of a form, asked by the anonymous.
    pub fn post_form(&self, path: &str, form: &str) -> TestAnswer {
        self.ask("POST", path, Principal::anonymous(), Bytes::from(form.to_owned()))
    }

    /// Answers any request; a body is taken for a form.
    pub fn ask(&self, method: &str, path_and_query: &str, principal: Principal, body: Bytes) -> TestAnswer {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let Some((route, path_params)) = routes::find(&self.routes, method, path) else {
            return whole(Answer::from_error(&Error::not_found(format!("no route for {method} {path}"))));
        };
        let content_type = ("content-type".to_owned(), b"application/x-www-form-urlencoded".to_vec());
        let head = RequestHead {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            id: "test-1".into(),
            remote: "127.0.0.1".into(),
            principal,
            route: route.path.clone(),
            headers: if body.is_empty() { Vec::new() } else { vec![content_type] },
            path_params,
        };
        let request = Request::new(head, ByteStream::from(body));
        let answer = block_on(self.instance.answer(request, &self.services));
        whole(answer.unwrap_or_else(|error| Answer::from_error(&error)))
    }
}

impl TestAnswer {
    /// The body as text; of a broken stream, the error.
    pub fn text(&self) -> String {
        match &self.body {
            Ok(body) => String::from_utf8_lossy(body).into_owned(),
            Err(error) => format!("broken off: {}", error.for_log()),
        }
    }

    /// The first header of this name, any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn whole(answer: Answer) -> TestAnswer {
    let (status, headers) = (answer.status(), answer.headers().to_vec());
    TestAnswer { status, headers, body: block_on(answer.into_body().collect(ANSWER_BYTES_MAX)) }
}
