//! A request to SIA 2.0, read and checked (SIA 2.0 §2.1).

use catalogue::TableRef;
use dali::{MaxRec, Params};
use service::Limits;

use crate::parameter::PARAMETERS;

/// A request, but for the format of its answer, which may be that of a plugin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// What an image must fulfil, all of it.
    conditions: Vec<String>,
    /// The most rows to send.
    pub(crate) maxrec: u64,
}

/// The kinds of data that this protocol is for (SIA 2.0 §3.1).
const KINDS: &str = "dataproduct_type IN ('image', 'cube')";

impl Asked {
    /// Checks everything but the format. Parameters that nobody knows are nobody's matter.
    pub(crate) fn check(params: &Params, limits: &Limits) -> Result<Self, dali::Error> {
        let mut conditions = vec![KINDS.to_owned()];
        for parameter in &PARAMETERS {
            conditions.extend(parameter.condition(params)?);
        }
        dali::run_id(params)?;
        params.single("REQUEST")?;
        if let Some(upload) = params.all("UPLOAD").next() {
            let expected = "left out: this protocol has no uploads, and the TAP service takes them";
            return Err(dali::Error::invalid("UPLOAD", upload, expected));
        }
        let maxrec = MaxRec::read(params)?.limit(limits.maxrec_default, limits.maxrec_hard);
        Ok(Self { conditions, maxrec })
    }

    /// The query for the images.
    pub(crate) fn adql(&self, table: &TableRef<'_>) -> String {
        format!("SELECT * FROM {} WHERE {}", table.qualified_name(), self.conditions.join(" AND "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked, String> {
        let params = Params::read(Some(query), None, dali::Limits::default()).unwrap();
        Asked::check(&params, &Limits::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_request_without_parameters_asks_for_all_images() {
        let asked = asked("").unwrap();
        assert_eq!((asked.conditions, asked.maxrec), (vec![KINDS.to_owned()], 20_000));
    }

    #[test]
    fn the_limit_of_rows_is_that_of_the_service_at_most() {
        assert_eq!(asked("MAXREC=5").unwrap().maxrec, 5);
        assert_eq!(asked("MAXREC=99999999999").unwrap().maxrec, 10_000_000);
        let expected = "parameter MAXREC has the value `-1`; it must be a whole number, 0 or more";
        assert_eq!(asked("MAXREC=-1").unwrap_err(), expected);
        let expected = "parameter MAXREC is given twice, as `1` and as `2`; give it once";
        assert_eq!(asked("MAXREC=1&maxrec=2").unwrap_err(), expected);
    }

    #[test]
    fn what_may_be_given_once_is_refused_twice_and_uploads_at_all() {
        for name in ["RUNID", "REQUEST"] {
            let expected = format!("parameter {name} is given twice, as `a` and as `b`; give it once");
            assert_eq!(asked(&format!("{name}=a&{name}=b")).unwrap_err(), expected);
        }
        let expected = "parameter UPLOAD has the value `t,param:t`; it must be left out: this protocol has no uploads, \
                        and the TAP service takes them";
        assert_eq!(asked("UPLOAD=t,param:t").unwrap_err(), expected);
    }
}
