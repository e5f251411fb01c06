//! `armilla access` and `armilla check` on a configuration with rules.

use std::os::unix::fs::PermissionsExt;

use super::{site, stars};

#[test]
fn the_command_tells_of_a_caller_and_of_a_collection_without_a_database() {
    let mut site = site(&[("ada", "['staff']")]);
    site.write("collections/sky.toml", &stars("access = { groups = ['staff'] }", ""));
    site.server.stop_at_once().unwrap();
    let file = site.collection_file("sky").display().to_string();
    assert_eq!(
        site.done(&["access", "ada"]),
        format!(
            "user `ada`, of `staff`\ncollection `sky`\n  table `Stars`: all rows, as a member of `staff` ({file}:4:10)\n"
        )
    );
    assert_eq!(
        site.done(&["access", "--collection", "sky"]),
        format!(
            "collection `sky`: members of `staff` (ada) ({file}:4:10)\n  table `Stars`: as the collection\n    \
             column `NOTE`: members of `staff` (ada) ({file}:12:37)\n"
        )
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.done(&["access", "anonymous", "--json"])).unwrap();
    assert_eq!(json["collections"][0]["tables"][0]["sees"], "nothing");
    let refused = site.run(&["access"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
}

#[test]
fn check_tells_of_groups_and_users_that_nobody_is() {
    let site = site(&[("ada", "['staff']")]);
    let rule = "access = { groups = ['staff', 'staf'], users = ['adda'] }";
    site.write("collections/sky.toml", &stars(rule, ""));
    let ended = site.run(&["check", "--offline"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let file = site.collection_file("sky").display().to_string();
    for warning in [
        format!(
            "warning: no user of users.toml belongs to the group `staf`\n  --> {file}:4:10\n\nhint: did you mean `staff`? \
             known groups: staff\n"
        ),
        format!(
            "warning: users.toml has no user `adda`\n  --> {file}:4:10\n\nhint: did you mean `ada`? known users: ada\n"
        ),
    ] {
        assert!(ended.err.contains(&warning), "{warning}\nis not in\n{}", ended.err);
    }
}

#[test]
fn a_users_file_that_others_can_read_is_told() {
    let site = site(&[("ada", "['staff']")]);
    let file = site.conf().join("users.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let checked = site.run(&["check", "--offline"]);
    let told = "others than its owner can read the hashes of passwords (mode 0640)";
    let warning = format!("warning: {told}\n  --> {0}\n\nhint: chmod 600 {0}\n", file.display());
    assert!(checked.code == Some(0) && checked.err.contains(&warning), "{}", checked.err);
    site.host().assert_logs(told);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(!site.run(&["check", "--offline"]).err.contains(told));
}
