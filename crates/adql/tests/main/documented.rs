//! The table of functions in the documentation is that of the translator.

use std::path::Path;

const BEGIN: &str = "<!-- functions -->\n";
const END: &str = "<!-- end of functions -->\n";

#[test]
fn the_documentation_lists_every_user_defined_function() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/adql.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (found, tail) = rest.split_once(END).unwrap();
    let rows = adql::user_functions()
        .map(|function| format!("| `{}` | {} |\n", function.form, function.description));
    let expected = format!("\n| function | what it gives |\n| --- | --- |\n{}\n", rows.collect::<String>());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{expected}{END}{tail}")).unwrap();
    } else {
        assert_eq!(found, expected, "UPDATE=1 rewrites it");
    }
}
