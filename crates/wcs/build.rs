//! Finds wcslib on this machine and links it dynamically.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // 7.5 is the first version whose reader of headers may run in several threads at once.
    if let Err(error) = pkg_config::Config::new().atleast_version("7.5").probe("wcslib") {
        println!(
            "cargo::error=wcslib 7.5 or later was not found; install it with `sudo apt-get install wcslib-dev pkg-config`"
        );
        println!("cargo::error={}", error.to_string().lines().next().unwrap_or_default());
    }
}
