//! Files that cannot be used as plugins: one clear line each, and exit code 4.

use std::fs;

use super::{Conf, library};

const PLUGIN: i32 = 4;

fn refusal(conf: &Conf) -> String {
    let (code, log) = conf.ended();
    assert_eq!(code, PLUGIN, "{log}");
    let errors: Vec<&str> = log.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 1, "{log}");
    errors[0].to_owned()
}

#[test]
fn a_plugin_for_another_api_is_refused_with_both_versions() {
    let conf = Conf::new();
    conf.instance("future", "future-api", "");
    let file = library("libfuture_api.so");
    let expected =
        format!("error: plugin `future-api` ({}) needs plugin API 2.1; this host offers 1.4", file.display());
    assert_eq!(refusal(&conf), expected);
}

#[test]
fn a_library_that_is_no_plugin_is_refused_by_its_file() {
    let conf = Conf::new();
    conf.instance("bystander", "bystander", "");
    let file = library("libbystander.so");
    let expected = format!(
        "error: {} is a library but no Armilla plugin: it has no symbol ARMILLA_PLUGIN_API",
        file.display()
    );
    assert_eq!(refusal(&conf), expected);
}

#[test]
fn a_file_that_is_no_library_is_refused() {
    let conf = Conf::new();
    conf.instance("text", "text", "");
    fs::write(conf.path("plugins/libtext.so"), "plain text").unwrap();
    let said = refusal(&conf);
    assert!(said.contains("plugins/libtext.so cannot be opened as a library: "), "{said}");
}

#[test]
fn a_missing_plugin_is_told_with_the_place_that_names_it() {
    let conf = Conf::new();
    conf.instance("nobody", "nobody", "");
    let (code, log) = conf.ended();
    assert_eq!(code, PLUGIN, "{log}");
    assert!(log.contains("error: there is no plugin `nobody`: no folder has libnobody.so\n"), "{log}");
    assert!(log.contains("nobody.toml:1:10\n"), "{log}");
    assert!(log.contains("hint: searched: "), "{log}");
}

#[test]
fn a_plugin_under_the_name_of_another_is_refused() {
    let conf = Conf::new();
    conf.instance("hello", "hello", "");
    fs::copy(library("libunruly.so"), conf.path("plugins/libhello.so")).unwrap();
    let said = refusal(&conf);
    assert!(said.ends_with("plugins/libhello.so holds the plugin `unruly`, not `hello`"), "{said}");
}

#[test]
fn a_plugin_that_refuses_its_settings_stops_the_start_at_the_key() {
    let conf = Conf::new();
    conf.instance("unruly", "unruly", "fail = true");
    let (code, log) = conf.ended();
    assert_eq!(code, PLUGIN, "{log}");
    assert!(log.contains("error: instance `unruly`: asked to fail\n"), "{log}");
    assert!(log.contains("unruly.toml:4:1\n"), "{log}");
}
