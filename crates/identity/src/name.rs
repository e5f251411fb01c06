//! What names of users and groups may be.

/// The longest name of a user or a group, in bytes.
const NAME_MAX: usize = 128;

/// What is wrong with the name of a user. A `:` would end the name in Basic credentials (RFC 7617 section 2), and marks
/// the users of outside providers.
pub fn user_fault(name: &str) -> Option<&'static str> {
    fault(name, "._@-", "a user's name is of letters a-z, A-Z, digits and `._@-`, at most 128 of them")
}

/// What is wrong with the name of a group.
pub fn group_fault(name: &str) -> Option<&'static str> {
    fault(name, "._@:/-", "a group's name is of letters a-z, A-Z, digits and `._@:/-`, at most 128 of them")
}

fn fault(name: &str, signs: &str, rule: &'static str) -> Option<&'static str> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || signs.contains(letter);
    let is_good = !name.is_empty() && name.len() <= NAME_MAX && name.chars().all(fits);
    (!is_good).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_users_have_no_colon_and_fit_a_header() {
        for name in ["ada", "Ada.Lovelace", "ada@example.org", "x_1-2"] {
            assert_eq!(user_fault(name), None, "{name}");
        }
        let rule = "a user's name is of letters a-z, A-Z, digits and `._@-`, at most 128 of them";
        for name in ["", "a b", "oidc:ada", "añadir", "a\r\nb", &"a".repeat(129)] {
            assert_eq!(user_fault(name), Some(rule), "{name}");
        }
        assert_eq!(group_fault("vo:/survey/members"), None);
    }
}
