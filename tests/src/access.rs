//! Access control of running hosts: who is let in, what he may use, and what is written down of it.

mod audit;
mod door;
mod door_tls;
mod jobs;
mod quota;
mod restricted;
