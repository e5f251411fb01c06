//! How user-defined functions are declared in the capabilities of a service (TAPRegExt 1.0 §2.3).

use super::{Declared, OfferedFunction, declared};

/// A user-defined function as the capabilities declare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The call with its types, e.g. `ivo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION`. Arrays are declared by their
    /// elements, since the ADQL library of many clients cannot read brackets.
    pub form: String,
    /// What it computes.
    pub description: String,
}

/// The user-defined functions that every service has, one for each overload.
pub fn user_functions() -> impl Iterator<Item = Signature> {
    declared().map(Declared::signature)
}

impl Declared {
    /// How the function is declared.
    pub(crate) fn signature(&self) -> Signature {
        let parameters = self.parameters.iter().map(|(name, kind)| format!("{name} {kind}"));
        let form = form(self.name, parameters, &self.returns.to_string());
        Signature { form, description: self.description.to_owned() }
    }
}

impl OfferedFunction {
    /// How the function is declared.
    pub fn signature(&self) -> Signature {
        let parameters = self.arguments.iter().map(|(name, ty)| format!("{name} {ty}"));
        Signature {
            form: form(&self.name, parameters, &self.returns),
            description: self.description.clone().unwrap_or_default(),
        }
    }
}

fn form(name: &str, parameters: impl Iterator<Item = String>, returns: &str) -> String {
    let parameters: Vec<String> = parameters.collect();
    format!("{name}({}) -> {returns}", parameters.join(", "))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn forms_are_what_the_libraries_of_clients_read() {
        for Signature { form, description } in user_functions() {
            let (call, returns) = form.split_once(") -> ").unwrap();
            let (name, parameters) = call.split_once('(').unwrap();
            let is_letters = |text: &str| text.chars().all(|letter| letter.is_ascii_alphabetic());
            assert!(name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'), "{form}");
            assert!(returns.chars().all(|letter| letter.is_ascii_uppercase() || letter == ' '), "{form}");
            for parameter in parameters.split(", ") {
                let (name, _) = parameter.split_once(' ').unwrap();
                assert!(is_letters(name) && !catalogue::is_reserved(name), "{form}");
            }
            assert!(description.ends_with('.') && !description.contains('\n'), "{form}");
        }
    }

    #[test]
    fn no_overload_is_declared_twice() {
        let mut seen = HashSet::new();
        for function in declared() {
            let kinds: Vec<String> = function.parameters.iter().map(|(_, kind)| kind.to_string()).collect();
            assert!(seen.insert((function.name, kinds)), "{}", function.name);
        }
        assert!(seen.len() >= 30, "{}", seen.len());
    }
}
