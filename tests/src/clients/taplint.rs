//! The validator of STILTS: no error in any stage that the service offers.

use crate::harness::{shared, stilts, tell};

const STAGES: &str = "stages=TMV TME TMS TMC CPV CAP AVV QGE QPO UPL EXA";

#[test]
fn taplint_finds_no_error_at_either_address() {
    for mount in ["/tap", "/vo/tap/sim-dr1"] {
        let report = stilts(&["taplint", &format!("tapurl={}{mount}", shared().base()), STAGES]);
        let totals =
            report.lines().find(|line| line.starts_with("Totals: ")).expect("taplint ends with totals");
        tell(&format!("taplint {mount}: {totals}"));
        let complaints: Vec<&str> =
            report.lines().filter(|line| line.starts_with("E-") || line.starts_with("F-")).collect();
        assert!(totals.starts_with("Totals: Errors: 0;"), "{mount}: {totals}\n{}", complaints.join("\n"));
        assert!(complaints.is_empty(), "{mount}: {}", complaints.join("\n"));
        for stage in STAGES.trim_start_matches("stages=").split(' ') {
            assert!(report.contains(&format!("Section {stage}:")), "{mount}: stage {stage} did not run");
        }
    }
}
