//! Greets: one settings key, one route, one test.

use std::sync::Arc;

use plugin_api::{Answer, Description, Error, Host, KeyKind, Plugin, Request, Result, Settings};
use serde::Deserialize;

/// The settings, and with them the plugin.
#[derive(Deserialize)]
struct Hello {
    #[serde(default = "default_word")]
    word: String,
}

fn default_word() -> String {
    "Hello".into()
}

impl Plugin for Hello {
    fn describe() -> Description {
        Description::new("hello", env!("CARGO_PKG_VERSION"), "Greets whoever asks")
            .route("GET", "/greeting", "a greeting, ?name=WHO")
            .key("word", KeyKind::String, "\"Hello\"", "The word to greet with.")
            .example("/greeting?name=Vega", "greets Vega")
    }

    fn configure(_host: Host, settings: Settings) -> Result<Self> {
        settings.parse()
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let name = form_urlencoded::parse(request.query().as_bytes())
            .find_map(|(key, value)| (key == "name").then(|| value.into_owned()))
            .ok_or_else(|| Error::bad_request("say who you are: add ?name=WHO"))?;
        Ok(Answer::text(format!("{}, {name}\n", self.word)))
    }
}

plugin_api::export_plugin!(Hello);

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_api::test_kit::TestPlugin;

    #[test]
    fn greets_with_the_word_of_the_settings() {
        let hello = TestPlugin::<Hello>::new("word = \"Salve\"").unwrap();
        assert_eq!(hello.get("/greeting?name=Vega").text(), "Salve, Vega\n");
        assert_eq!(hello.get("/greeting").text(), "say who you are: add ?name=WHO\n");
    }
}
