//! From files to tables in HEALPix order, and from tables to collection files.

pub mod index;
pub mod live;
