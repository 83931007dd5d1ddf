//! Work of more than one call, as JavaScript holds it: pollers, imports, flows. The core decides; this performs.

mod ensure;
mod feed;
mod flow;
mod importer;
mod matches;
mod options;
mod poller;
mod runner;
mod watch;
