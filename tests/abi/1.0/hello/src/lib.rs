//! The oldest plugin that must still load: built against plugin-api 1.0, it greets and uses what 1.0 had.

use std::sync::Arc;
use std::time::Duration;

use plugin_api::{Answer, Description, Error, Host, Plugin, Region, Request, Result, Settings};

/// Greets; and asks the host for things, so that the old calls are tried on the new host.
struct Hello {
    host: Host,
}

impl Plugin for Hello {
    fn describe() -> Description {
        Description::new("hello", env!("CARGO_PKG_VERSION"), "Greets from plugin API 1.0")
            .route("GET", "/greeting", "a greeting, ?name=WHO")
            .route("GET", "/cover", "how many ranges cover a cone")
            .key("word", plugin_api::KeyKind::String, "\"Hello\"", "Ignored here.")
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        Ok(Self { host })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        if request.route() == "/cover" {
            let cone = Region::Cone { lon_deg: 0.0, lat_deg: 88.0, radius_deg: 1.0 };
            let ranges = self.host.cover(&cone)?;
            return Ok(Answer::text(format!("{}\n", ranges.len())));
        }
        self.host.sleep(Duration::from_millis(1)).await?;
        let name = request.query().strip_prefix("name=");
        let name = name.ok_or_else(|| Error::bad_request("say who you are: add ?name=WHO"))?;
        Ok(Answer::text(format!("Hello from API 1.0, {name}\n")))
    }
}

plugin_api::export_plugin!(Hello);
