//! `armilla ingest`: from files to answers, and killed at random moments.

mod killed;
mod served;
