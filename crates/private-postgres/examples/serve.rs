//! Runs a private server in the folder given as argument until the input closes: `cargo run --example serve -- DIR`.

use std::{env, error::Error, io};

use private_postgres::{Options, PrivateServer};

#[expect(clippy::print_stdout, reason = "the example's whole output")]
fn main() -> Result<(), Box<dyn Error>> {
    let data_dir = env::args_os().nth(1).ok_or("usage: serve DIR")?;
    let mut server = PrivateServer::start(Options::new(data_dir))?;
    println!("{}", server.connection_string());
    io::copy(&mut io::stdin(), &mut io::sink())?;
    server.stop()?;
    Ok(())
}
