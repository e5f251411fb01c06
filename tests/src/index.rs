//! Tables that are already in the database: indexed by the real command, and checked.

mod checked;
mod killed;
