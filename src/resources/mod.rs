//! The endpoints as JavaScript calls them: each turns its arguments into a request of the core and gives a promise.

mod attendees;
mod auth;
mod events;
mod id_map;
mod lists;
mod request;
mod runs;
mod sessions;
mod types;
