//! The parameters of a job: those of its creation, changed by later requests.

use dali::{Error, Params};

/// Which parameters of a service are single-valued and which accumulate. Of any other the last value counts, since a
/// job's document names each parameter once. Names are in upper case.
#[derive(Clone, Copy, Debug)]
pub struct ParameterRules {
    /// Two different values in one request are an error; a later request replaces the value.
    pub single: &'static [&'static str],
    /// Every value is kept.
    pub many: &'static [&'static str],
}

impl ParameterRules {
    /// `known` changed by what a request says; it may not grow beyond `limits`.
    pub(super) fn merged(
        &self,
        known: Vec<(String, String)>,
        asked: &Params,
        limits: dali::Limits,
    ) -> Result<Vec<(String, String)>, Error> {
        for name in self.single {
            asked.single(name)?;
        }
        let mut merged = known;
        for (name, value) in asked.iter().filter(|(name, _)| !uws::CONTROL_NAMES.contains(name)) {
            let is_blank = value.trim().is_empty();
            let place = merged.iter().position(|(known, _)| known == name);
            match place {
                _ if self.many.contains(&name) => {
                    if !is_blank {
                        merged.push((name.to_owned(), value.to_owned()));
                    }
                }
                // `LANG=ADQL&LANG=` has one value, not two of which the last is blank.
                Some(_) if is_blank && asked.all(name).next().is_some() => {}
                Some(place) => merged[place].1 = value.to_owned(),
                None => merged.push((name.to_owned(), value.to_owned())),
            }
        }
        let mut within = Params::new(limits);
        merged.iter().try_for_each(|(name, value)| within.push(name, value.as_str()))?;
        Ok(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: ParameterRules = ParameterRules { single: &["QUERY", "LANG", "RUNID"], many: &["UPLOAD"] };

    fn merged(known: &[(&str, &str)], asked: &str) -> Result<Vec<String>, String> {
        let known = known.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let limits = dali::Limits { count: 5, size_bytes: 100 };
        let asked = Params::read(Some(asked), None, limits).unwrap();
        let merged = RULES.merged(known, &asked, limits).map_err(|error| error.to_string())?;
        Ok(merged.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    fn good(known: &[(&str, &str)], asked: &str) -> String {
        merged(known, asked).unwrap().join(" ")
    }

    #[test]
    fn control_names_are_left_out_and_runid_stays() {
        assert_eq!(good(&[], "query=x&phase=RUN&Destruction=2027&WAIT=1&runid=r"), "QUERY=x RUNID=r");
    }

    #[test]
    fn a_single_value_is_replaced_in_its_place() {
        assert_eq!(good(&[("RUNID", "1"), ("QUERY", "x")], "runId=2"), "RUNID=2 QUERY=x");
        assert_eq!(good(&[("QUERY", "x")], "QUERY="), "QUERY=");
        assert_eq!(good(&[], "LANG=ADQL&lang=&LANG=ADQL"), "LANG=ADQL");
    }

    #[test]
    fn uploads_accumulate_and_unknown_names_keep_the_last_value() {
        assert_eq!(good(&[("UPLOAD", "a,param:a")], "upload=b,param:b"), "UPLOAD=a,param:a UPLOAD=b,param:b");
        assert_eq!(good(&[("DUMMY", "1")], "dummy=2&DUMMY=3&UPLOAD="), "DUMMY=3");
    }

    #[test]
    fn two_values_of_a_single_parameter_are_refused() {
        let error = merged(&[], "LANG=ADQL&lang=PQL").unwrap_err();
        assert_eq!(error, "parameter LANG is given twice, as `ADQL` and as `PQL`; give it once");
    }

    #[test]
    fn parameters_do_not_grow_without_end() {
        let known = [("UPLOAD", "a"), ("UPLOAD", "b"), ("UPLOAD", "c"), ("UPLOAD", "d"), ("UPLOAD", "e")];
        let error = merged(&known, "UPLOAD=f").unwrap_err();
        assert_eq!(error, "the request has more than 5 parameters; send fewer");
    }
}
