//! The validator of STILTS: all stages, but for those of data models that the service does not offer.

use crate::harness::{shared, stilts, tell};

const STAGES: &str = "stages=TMV TME TMS TMC CPV CAP AVV QGE QPO QAS UWS MDQ UPL EXA OBS";

#[test]
fn taplint_finds_nothing_to_complain_of_at_either_address() {
    for mount in ["/tap", "/vo/tap/sim-dr1"] {
        let report = stilts(&["taplint", &format!("tapurl={}{mount}", shared().base()), STAGES]);
        let totals =
            report.lines().find(|line| line.starts_with("Totals: ")).expect("taplint ends with totals");
        tell(&format!("taplint {mount}: {totals}"));
        let complaints: Vec<&str> = report
            .lines()
            .filter(|line| ["E-", "W-", "F-"].iter().any(|kind| line.starts_with(kind)))
            // One interface for each way to log in is what the schema of VOResource 1.2 asks for.
            .filter(|line| !line.starts_with("W-CAP-CPI2"))
            .collect();
        assert!(complaints.is_empty(), "{mount}: {totals}\n{}", complaints.join("\n"));
        assert!(totals.starts_with("Totals: Errors: 0;"), "{mount}: {totals}");
        assert!(totals.contains("Failures: 0"), "{mount}: {totals}");
        for stage in STAGES.trim_start_matches("stages=").split(' ') {
            assert!(report.contains(&format!("Section {stage}:")), "{mount}: stage {stage} did not run");
        }
    }
}
