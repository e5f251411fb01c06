//! The resources of the REST tree (UWS 1.1 §2.2.2).

use crate::UwsError;

/// The job list, a job, or a child of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The list of jobs.
    List,
    /// A job or what belongs to it.
    Job {
        /// The job's id, as the path says it.
        id: String,
        /// Which part of it.
        child: Child,
    },
}

/// A part of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Child {
    /// The whole job.
    Whole,
    /// `phase`.
    Phase,
    /// `executionduration`.
    ExecutionDuration,
    /// `destruction`.
    Destruction,
    /// `quote`.
    Quote,
    /// `error`.
    Error,
    /// `owner`.
    Owner,
    /// `parameters`.
    Parameters,
    /// `parameters/{name}`: the content of an inline upload.
    Parameter(String),
    /// `results`.
    Results,
    /// `results/{id}`.
    Result(String),
}

impl Resource {
    /// Reads a path below the job list, percent-decoded, without the slash that parts it from the list. One slash at
    /// the end does not matter.
    pub fn read(path: &str) -> Result<Self, UwsError> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Ok(Self::List);
        }
        let (id, rest) = path.split_once('/').unwrap_or((path, ""));
        let (name, below) = rest.split_once('/').map_or((rest, None), |(name, below)| (name, Some(below)));
        let child = match (name, below) {
            ("", None) if path.len() == id.len() => Child::Whole,
            ("phase", None) => Child::Phase,
            ("executionduration", None) => Child::ExecutionDuration,
            ("destruction", None) => Child::Destruction,
            ("quote", None) => Child::Quote,
            ("error", None) => Child::Error,
            ("owner", None) => Child::Owner,
            ("parameters", None) => Child::Parameters,
            ("parameters", Some(name)) => Child::Parameter(name.to_owned()),
            ("results", None) => Child::Results,
            ("results", Some(id)) => Child::Result(id.to_owned()),
            _ => return Err(UwsError::NoSuchChild { child: shown(rest) }),
        };
        Ok(Self::Job { id: id.to_owned(), child })
    }

    /// The methods that it has, for `Allow`.
    pub fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::List => &["GET", "HEAD", "POST"],
            Self::Job { child: Child::Whole, .. } => &["GET", "HEAD", "POST", "DELETE"],
            Self::Job {
                child: Child::Phase | Child::ExecutionDuration | Child::Destruction | Child::Parameters,
                ..
            } => &["GET", "HEAD", "POST"],
            Self::Job { .. } => &["GET", "HEAD"],
        }
    }

    /// Refuses a method that the resource does not have, before a body is read.
    pub fn check(&self, method: &str) -> Result<(), UwsError> {
        let allowed = self.methods();
        if allowed.contains(&method) {
            return Ok(());
        }
        Err(UwsError::Method { method: method.to_owned(), allowed })
    }
}

/// At most 60 characters, control characters as blanks.
fn shown(text: &str) -> String {
    text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn job(child: Child) -> Resource {
        Resource::Job { id: "k7".into(), child }
    }

    #[test]
    fn every_resource_is_found_with_and_without_a_slash_at_the_end() {
        for (path, resource) in [
            ("", Resource::List),
            ("k7", job(Child::Whole)),
            ("k7/phase", job(Child::Phase)),
            ("k7/executionduration", job(Child::ExecutionDuration)),
            ("k7/destruction", job(Child::Destruction)),
            ("k7/quote", job(Child::Quote)),
            ("k7/error", job(Child::Error)),
            ("k7/owner", job(Child::Owner)),
            ("k7/parameters", job(Child::Parameters)),
            ("k7/parameters/f1", job(Child::Parameter("f1".into()))),
            ("k7/parameters/a/b", job(Child::Parameter("a/b".into()))),
            ("k7/results", job(Child::Results)),
            ("k7/results/result", job(Child::Result("result".into()))),
        ] {
            assert_eq!(Resource::read(path), Ok(resource.clone()), "{path}");
            assert_eq!(Resource::read(&format!("{path}/")), Ok(resource), "{path}/");
        }
    }

    #[test]
    fn another_child_is_not_found() {
        for (path, child) in
            [("k7/Phase", "Phase"), ("k7/phase/x", "phase/x"), ("k7//", ""), ("k7//phase", "/phase")]
        {
            let error = Resource::read(path).unwrap_err();
            let expected = format!(
                "a job has no `{child}`; it has phase, executionduration, destruction, quote, error, parameters, \
                 results and owner"
            );
            assert_eq!((error.status(), error.to_string()), (404, expected), "{path}");
        }
    }

    #[test]
    fn a_wrong_method_is_refused_with_those_that_are_right() {
        let error = job(Child::Quote).check("POST").unwrap_err();
        assert_eq!((error.status(), error.allowed()), (405, Some(["GET", "HEAD"].as_slice())));
        assert_eq!(error.to_string(), "POST is not possible here; use GET, HEAD");
        let error = job(Child::Phase).check("DELETE").unwrap_err();
        assert_eq!(error.to_string(), "DELETE is not possible here; use GET, HEAD, POST");
        assert_eq!(job(Child::Whole).check("DELETE"), Ok(()));
        assert!(Resource::List.check("DELETE").is_err());
    }

    proptest! {
        #[test]
        fn any_path_is_read_or_refused(path in "\\PC{0,40}|[a-z/]{0,40}") {
            let _ = Resource::read(&path);
        }
    }
}
