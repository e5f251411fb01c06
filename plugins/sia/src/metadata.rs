//! The VOSI endpoints: capabilities, with a region that has images (VOSI 1.1, SIA 1.0 §6).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use plugin_api::{Answer, Error, Request, Result};
use registry::{Capabilities, Capability, ImageAccess, TestRegion};
use service::{FewRows, first_position};

use crate::config::ImageService;
use crate::view::View;
use crate::{Sia, query};

/// The size of the region of test queries, which is centred on an image.
const TEST_SIZE_DEG: f64 = 0.01;

/// How many test queries are kept; there are as many as there are sets of groups with different rights.
const KEPT_MAX: usize = 64;

/// Regions that have an image, by what a caller may see, so that the database is asked once.
#[derive(Debug, Default)]
pub(crate) struct TestRegions {
    known: Mutex<HashMap<String, TestRegion>>,
}

/// `/capabilities`: both protocols, from the running configuration.
pub(crate) async fn capabilities(sia: &Sia, request: &Request) -> Result<Answer> {
    let base = sia.host.base_url();
    let size_deg = sia.config.size_max_deg;
    let record = ImageAccess {
        service_type: match sia.config.image_service {
            ImageService::Pointed => "Pointed",
            ImageService::Atlas => "Atlas",
            ImageService::Cutout => "Cutout",
        },
        region_max_deg: Some([size_deg; 2]).filter(|_| size_deg < 360.0),
        rows_max: Some(query::limits(sia, request.principal()).await?.maxrec_hard),
        test_query: test_region(sia, request).await,
    };
    // A host of an older version offers no log-in.
    let login = sia.host.login_offer().await.unwrap_or_default();
    let guarded = |capability: Capability| capability.with_log_in(login.required, &login.methods);
    let capabilities = vec![
        guarded(Capability::image_search(&format!("{base}/query"))),
        guarded(Capability::image_access(&format!("{base}/v1"), record)),
        Capability::vosi_capabilities(&base),
        Capability::vosi_availability(&base),
    ];
    let xml = Capabilities { capabilities }.xml().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, "text/xml; charset=utf-8", Bytes::from(xml)))
}

/// A region round the centre of some image; nothing if there is none or the database cannot be asked.
pub(crate) async fn test_region(sia: &Sia, request: &Request) -> Option<TestRegion> {
    let view = View::of_users(sia, request.principal()).ok()?;
    if view.is_empty {
        return None;
    }
    let known = || sia.test_regions.known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(region) = known().get(&view.key()) {
        return Some(*region);
    }
    let list = view.list().ok()?.qualified_name();
    let adql = format!("SELECT TOP 1 s_ra, s_dec FROM {list} WHERE s_ra IS NOT NULL AND s_dec IS NOT NULL");
    let query = FewRows {
        adql: &adql,
        scope: view.scope(),
        principal: request.principal(),
        options: &view.options(sia, 1).ok()?,
        limits: &sia.config.limits,
        rows_max: 1,
    };
    let [ra_deg, dec_deg] = match first_position(&sia.host, &query).await {
        Ok(position) => position?,
        Err(error) => {
            tracing::debug!("no position for a test query: {}", error.for_log());
            return None;
        }
    };
    let region = TestRegion { ra_deg, dec_deg, size_deg: TEST_SIZE_DEG };
    let mut known = known();
    if known.len() >= KEPT_MAX {
        known.clear();
    }
    known.insert(view.key(), region);
    Some(region)
}
