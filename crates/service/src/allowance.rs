//! What a caller may use here: the limits of the service, or less where his quota is smaller.

use plugin_api::{Allowance, ErrorKind, Host, Principal, Result};

use crate::{Limits, UploadLimits};

/// The limits of a service as they hold for a caller, for his requests and for what capabilities tell him.
pub async fn limits_for(
    host: &Host,
    principal: &Principal,
    limits: Limits,
    uploads: UploadLimits,
) -> Result<(Limits, UploadLimits)> {
    let allowance = match host.allowance(principal).await {
        // A host of plugin-api 1.1 has no quotas.
        Err(error) if error.kind() == ErrorKind::NotOffered => Allowance::default(),
        answer => answer?,
    };
    Ok((limits.within(&allowance), uploads.within(&allowance)))
}

impl Limits {
    /// The smaller of each limit.
    fn within(self, allowance: &Allowance) -> Self {
        let rows = allowance.rows_max.unwrap_or(u64::MAX);
        let secs = allowance.query_secs_max.unwrap_or(u64::MAX);
        Self {
            maxrec_default: self.maxrec_default.min(rows),
            maxrec_hard: self.maxrec_hard.min(rows),
            sync_timeout_secs: self.sync_timeout_secs.min(secs),
            stream_timeout_secs: self.stream_timeout_secs.min(secs),
            ..self
        }
    }
}

impl UploadLimits {
    /// The smaller of each limit.
    fn within(self, allowance: &Allowance) -> Self {
        let bytes_max = self.bytes_max.min(allowance.upload_bytes_max.unwrap_or(u64::MAX));
        Self { bytes_max, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smaller_of_service_and_quota_holds() {
        let allowance =
            Allowance { rows_max: Some(100), upload_bytes_max: Some(7), query_secs_max: Some(90) };
        let limits = Limits::default().within(&allowance);
        let expected = Limits {
            maxrec_default: 100,
            maxrec_hard: 100,
            sync_timeout_secs: 60,
            stream_timeout_secs: 90,
            ..Limits::default()
        };
        assert_eq!(limits, expected);
        assert_eq!(UploadLimits::default().within(&allowance).bytes_max, 7);
        let nothing = Allowance::default();
        assert_eq!(Limits::default().within(&nothing), Limits::default());
        assert_eq!(UploadLimits::default().within(&nothing), UploadLimits::default());
    }

    #[test]
    fn a_host_that_knows_no_quotas_allows_what_the_service_does() {
        let host = plugin_api::test_kit::TestHost::default().into_host();
        let anonymous = Principal::anonymous();
        let asked = limits_for(&host, &anonymous, Limits::default(), UploadLimits::default());
        let allowed = plugin_api::test_kit::block_on(asked).unwrap();
        assert_eq!(allowed, (Limits::default(), UploadLimits::default()));
    }
}
