//! `armilla demo`: a private PostgreSQL with the synthetic survey, and the host in front of it.

mod ada;
mod images;
mod login;
mod views;

use std::fs;
use std::path::Path;

use private_postgres::{Options, PrivateServer};
use survey::{Project, SEED_DEFAULT, Survey, TerminalProgress};
use tokio::runtime::Runtime;

use super::args::{Demo, Folder};
use super::failure::Failure;
use super::print;
use super::run::run_and;
use super::statistics;
use crate::http::Listener;
use images::ImageMaker;

pub use images::images;

/// Starts the server, makes the survey where it is not there yet, serves, and stops the server.
pub fn demo(flags: &Demo) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(|error| {
        Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
    })?;
    // A port that is taken is told now and not after the survey is made.
    drop(runtime.block_on(Listener::bind(&flags.address))?);
    let options =
        Options { shared_buffers_mib: cache_mib(flags), ..Options::new(flags.dir.join("postgres")) };
    let mut server = PrivateServer::start(options).map_err(|error| {
        Failure::machine(error.to_string(), "on Debian, `apt-get install postgresql` installs the server")
    })?;
    let served = serve(flags, &runtime, &server);
    let stopped = server.stop();
    served?;
    stopped.map_err(|error| Failure::machine(error.to_string(), "the next start stops what is left"))
}

fn serve(flags: &Demo, runtime: &Runtime, server: &PrivateServer) -> Result<(), Failure> {
    let connection = server.connection_string();
    let progress = TerminalProgress::new();
    let mut made_anew = false;
    for &project in &flags.survey {
        let objects = flags.objects.unwrap_or(project.objects_default());
        let survey = Survey::new(objects, SEED_DEFAULT).map_err(|error| Failure::Usage(error.to_string()))?;
        let loaded = runtime.block_on(survey::load(&connection, survey, project, &progress));
        let loaded = loaded.map_err(|error| {
            let hint = format!("if it stays so, delete {} and start again", flags.dir.display());
            Failure::machine(format!("the survey cannot be made: {error}"), hint)
        })?;
        made_anew |= loaded.iter().any(|release| !release.reused);
    }
    runtime.block_on(login::make(&connection)).map_err(|error| {
        let hint = format!("if it stays so, delete {} and start again", flags.dir.display());
        Failure::machine(format!("the login for queries cannot be made: {}", error.for_log()), hint)
    })?;
    let conf = flags.dir.join(conf_folder(&flags.survey));
    let queries = server.connection_string_of(login::LOGIN);
    write_conf(&conf, flags, [&connection, &queries], made_anew).map_err(|error| {
        Failure::machine(
            format!("{} cannot be written: {error}", conf.display()),
            "choose another folder with --dir",
        )
    })?;
    let told = ada::with_new_password(&conf).map_err(|error| {
        Failure::machine(error.to_string(), "mend the file, or delete it: the demo makes it anew")
    })?;
    let folder = Folder { conf, overrides: flags.overrides.clone() };
    statistics::count_missing(&folder, made_anew)?;
    print::status(&told);
    let mut maker = ImageMaker::default();
    run_and(&folder, || maker.begin(flags, &folder.conf))
}

/// Memory for the pages of the tables in MiB: all of them up to a million objects of 12 filters, about 1 KiB each. It is
/// taken as it is used.
fn cache_mib(flags: &Demo) -> u32 {
    let objects = flags.survey.iter().map(|project| flags.objects.unwrap_or(project.objects_default())).max();
    (objects.unwrap_or(0) / 1024).clamp(256, 1024) as u32
}

/// Each choice of surveys has its own folder, so that edits in one do not change what another serves.
fn conf_folder(surveys: &[Project]) -> String {
    let more = surveys.contains(&Project::Jpas).then_some(match surveys.contains(&Project::Jplus) {
        true => "-both",
        false => "-jpas",
    });
    format!("conf.d{}", more.unwrap_or_default())
}

/// Writes the demo's `conf.d`. Edits are kept, but for `host.toml`, which says where the server is, and for the
/// collections when the survey was made anew.
fn write_conf(conf: &Path, flags: &Demo, logins: [&str; 2], made_anew: bool) -> std::io::Result<()> {
    fs::create_dir_all(conf.join("collections"))?;
    fs::write(conf.join("host.toml"), host_toml(flags, logins))?;
    for (name, text) in survey::conf_files_of(&flags.survey) {
        let file = conf.join(name);
        let is_collection = name.starts_with("collections/");
        let switched_off = file.with_extension("toml.off").exists();
        if (made_anew && is_collection) || !(file.exists() || switched_off) {
            fs::write(file, &*text)?;
        }
    }
    Ok(())
}

fn host_toml(flags: &Demo, [connection, queries]: [&str; 2]) -> String {
    format!(
        "# Written by `armilla demo` at each start; edits are lost.\n\n\
         [server]\n# Where the demo listens; from --address.\naddress = \"{}\"\n\n\
         [database]\n# The private PostgreSQL of the demo.\nconnection = '''{connection}'''\n\
         # The login for queries, which may do nothing but take on the roles of views.\nquery_connection = '''{queries}'''\n\
         # The role for queries, made with the survey.\nquery_role = \"{}\"\n\n\
         [jobs]\n# Where results are kept, beside the survey.\nstore = '''file:{}'''\n",
        flags.address,
        survey::QUERY_ROLE,
        flags.dir.join("jobs").display()
    )
}
