//! Cone searches that are planned once.

use std::cell::Cell;
use std::sync::Arc;

use adql::{Extensions, Options, Translation};
use catalogue::Scope;
use plugin_api::test_kit::TestHost;
use plugin_api::{Host, Principal, Result};
use service::{ConePlan, ConePlans, HostCoverage, Uploads};
use sky::{Cone, SkyPosition};

use crate::server::{run, scope};

/// Counts what is translated.
struct Planner {
    plans: ConePlans<&'static str>,
    scope: Arc<Scope>,
    extensions: Arc<Extensions>,
    host: Host,
    translated: Cell<usize>,
}

impl Planner {
    fn new() -> Self {
        let host = TestHost::default().into_host();
        let (plans, extensions) = (ConePlans::default(), Arc::default());
        Self { plans, scope: Arc::new(scope()), extensions, host, translated: Cell::new(0) }
    }

    /// The plan of a cone in a table, and how many translations it took.
    fn plan(&self, table: &'static str, cone: &Cone) -> Result<(ConePlan, usize)> {
        self.translated.set(0);
        let names = (&self.scope, &self.extensions);
        let plan = self.plans.plan(&self.host, names, table, cone, |cone| self.translate(table, cone))?;
        Ok((plan, self.translated.get()))
    }

    fn translate(&self, table: &str, cone: &Cone) -> Result<Translation> {
        self.translated.set(self.translated.get() + 1);
        let (centre, radius_deg) = (cone.centre(), cone.radius_deg());
        let place = format!("POINT({:?}, {:?})", centre.lon_deg(), centre.lat_deg());
        let adql =
            format!("SELECT id FROM {table} WHERE DISTANCE(POINT(ra, dec), {place}) <= {radius_deg:?}");
        let coverage = HostCoverage(&self.host);
        adql::translate(&adql, &self.scope, &coverage, &Options::default())
            .map_err(|error| service::from_adql(&error, &adql, &Principal::anonymous()))
    }
}

fn cone(lon_deg: f64, lat_deg: f64, radius_deg: f64) -> Cone {
    Cone::new(SkyPosition::new(lon_deg, lat_deg).unwrap(), radius_deg).unwrap()
}

fn whole(plan: &ConePlan) -> Translation {
    Translation { params: plan.params().to_vec(), ..plan.translation().clone() }
}

#[tokio::test]
async fn a_kept_plan_gives_the_rows_of_a_translation() {
    let planner = Planner::new();
    for place in 0..12 {
        let cone = cone(f64::from(place) * 30.0, 90.0 - f64::from(place) * 15.0, 0.99);
        let (plan, translated) = planner.plan("sky.stars", &cone).unwrap();
        assert_eq!(translated, if place == 0 { 3 } else { 0 });
        let expected = planner.translate("sky.stars", &cone).unwrap();
        let rows = run(&whole(&plan), Uploads::default()).await;
        assert_eq!(rows, run(&expected, Uploads::default()).await);
    }
}

#[test]
fn tables_and_scopes_have_plans_of_their_own() {
    let mut planner = Planner::new();
    let cone = cone(10.0, 20.0, 0.1);
    let texts: Vec<String> = ["sky.stars", "sky.rim", "sky.stars"]
        .iter()
        .map(|table| planner.plan(table, &cone).unwrap().0.translation().sql.clone())
        .collect();
    assert!(texts[0].contains("\"stars\"") && texts[1].contains("\"rim\""), "{texts:?}");
    assert_eq!(texts[0], texts[2]);
    planner.scope = Arc::new(scope());
    assert_eq!(planner.plan("sky.stars", &cone).unwrap().1, 3);
}

#[test]
fn wide_cones_have_translations_of_their_own() {
    let planner = Planner::new();
    planner.plan("sky.stars", &cone(10.0, 20.0, 0.1)).unwrap();
    let wide = cone(10.0, 20.0, 30.0);
    let (plan, translated) = planner.plan("sky.stars", &wide).unwrap();
    assert_eq!(translated, 1);
    assert_eq!(whole(&plan), planner.translate("sky.stars", &wide).unwrap());
}

#[test]
fn a_table_without_an_index_is_tried_once() {
    let planner = Planner::new();
    let cone = cone(10.0, 20.0, 0.1);
    let counts = [(); 2].map(|()| planner.plan("sky.shapes", &cone).unwrap().1);
    assert_eq!(counts, [3, 1]);
}

#[test]
fn what_is_wrong_with_the_query_is_told() {
    let error = Planner::new().plan("sky.moons", &cone(10.0, 20.0, 0.1)).unwrap_err();
    assert_eq!(error.for_client().lines().next(), Some("error: unknown table `sky.moons`"));
}
