//! The files of a server: made once by `initdb`, used again at every start.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use crate::{Binaries, Durability, Error, Options, user::ServerUser};

/// The first file that is made in a data folder.
pub(crate) const LOCK_NAME: &str = "owner.lock";

/// Makes `data_dir` with its owner and permissions, and gives its absolute path.
pub(crate) fn make_data_dir(data_dir: &Path, user: &ServerUser) -> Result<PathBuf, Error> {
    fs::create_dir_all(data_dir).map_err(Error::file("create", data_dir))?;
    let data_dir = data_dir.canonicalize().map_err(Error::file("find", data_dir))?;
    check_ours(&data_dir)?;
    user.can_reach(&data_dir)?;
    user.own(&data_dir)?;
    fs::set_permissions(&data_dir, fs::Permissions::from_mode(0o700))
        .map_err(Error::file("set the permissions of", &data_dir))?;
    Ok(data_dir)
}

/// Gives the cluster in `data_dir`, making it if absent. An interrupted making leaves nothing that a later start would
/// take for a cluster.
pub(crate) fn make_cluster(
    options: &Options,
    binaries: &Binaries,
    user: &ServerUser,
    data_dir: &Path,
) -> Result<PathBuf, Error> {
    let cluster = data_dir.join("cluster");
    if cluster.is_dir() {
        user.own_tree(&cluster)?;
        check_version(&cluster, binaries)?;
        return Ok(cluster);
    }
    let unfinished = data_dir.join("cluster.unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(Error::file("remove", &unfinished))?;
    }
    initdb(options, binaries, user, &unfinished)?;
    fs::rename(&unfinished, &cluster).map_err(Error::file("rename", &unfinished))?;
    Ok(cluster)
}

/// A folder named by mistake must not change its owner and permissions.
fn check_ours(data_dir: &Path) -> Result<(), Error> {
    let mut entries = fs::read_dir(data_dir).map_err(Error::file("list", data_dir))?;
    if entries.next().is_none() || data_dir.join(LOCK_NAME).exists() {
        return Ok(());
    }
    Err(Error::Foreign { path: data_dir.to_owned() })
}

fn initdb(options: &Options, binaries: &Binaries, user: &ServerUser, cluster: &Path) -> Result<(), Error> {
    let started = Instant::now();
    let program = binaries.program("initdb");
    tracing::info!(
        version = binaries.major,
        user = user.name,
        "making a database cluster in {}",
        cluster.display()
    );
    let mut command = user.command(&program, cluster.parent().unwrap_or(cluster));
    command.arg("--pgdata").arg(cluster).arg("--username").arg(&options.superuser);
    command.args(["--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject"]);
    if options.durability == Durability::None {
        command.arg("--no-sync");
    }
    let output = command.stdin(Stdio::null()).output().map_err(|source| Error::Run { program, source })?;
    if !output.status.success() {
        let output = last_lines(&String::from_utf8_lossy(&output.stderr));
        return Err(Error::Failed { program: "initdb", output });
    }
    tracing::info!("database cluster made in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn check_version(cluster: &Path, binaries: &Binaries) -> Result<(), Error> {
    let path = cluster.join("PG_VERSION");
    let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    let found = text.trim();
    if found == binaries.major.to_string() {
        return Ok(());
    }
    Err(Error::Version {
        cluster: cluster.to_owned(),
        found: found.to_owned(),
        bin_dir: binaries.bin_dir.clone(),
        major: binaries.major,
    })
}

/// The last few lines of a program's output on one line.
pub(crate) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(6)..].join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cluster_of_another_version_is_refused() {
        let cluster = tempfile::tempdir().unwrap();
        fs::write(cluster.path().join("PG_VERSION"), "9.6\n").unwrap();
        let binaries = Binaries { bin_dir: "/opt/pg/bin".into(), major: 15 };
        assert_eq!(
            check_version(cluster.path(), &binaries).unwrap_err().to_string(),
            format!(
                "`{}` was made by PostgreSQL 9.6, but the programs in `/opt/pg/bin` are version 15; \
                 install version 9.6 or move the folder away",
                cluster.path().display()
            )
        );
    }

    #[test]
    fn only_the_end_of_a_long_output_is_kept() {
        let text: String = (1..=9).map(|number| format!("line {number}\n\n")).collect();
        assert_eq!(last_lines(&text), "line 4 / line 5 / line 6 / line 7 / line 8 / line 9");
        assert_eq!(last_lines(""), "");
    }
}
