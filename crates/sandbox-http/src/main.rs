//! `meshi-partner-sandbox`: Meshi's Partner API, emulated, on a loopback port.

mod control;
mod options;
mod server;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use meshi_partner_sandbox::{DEMO_KEYS, Sandbox};

use crate::options::Options;
use crate::server::Shared;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ignored = writeln!(std::io::stderr(), "meshi-partner-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), std::io::Error> {
    let address = (options.host, options.port);
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        std::io::Error::new(
            error.kind(),
            format!("cannot listen on {}:{}: {error}", address.0, address.1),
        )
    })?;
    // Whoever read the address may have closed the pipe: no reason not to serve.
    let _unread = greet(&listener.local_addr()?.to_string());
    server::serve(listener, Shared::new(Sandbox::new(options.config()))).await
}

/// The address alone on the first line, for programs; the rest is for people.
fn greet(address: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{address}")?;
    writeln!(out, "base URL: http://{address}/api/v0/partner")?;
    writeln!(out, "demo keys (public, they open nothing but a sandbox):")?;
    for key in DEMO_KEYS {
        writeln!(out, "  {:<22} {}", key.key, key.description)?;
    }
    out.flush()
}
