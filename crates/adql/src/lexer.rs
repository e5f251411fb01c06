//! Query text to tokens (ADQL 2.1 §2.1).

mod keyword;
mod number;
mod older;
mod quoted;
mod scan;
mod token;

pub(crate) use keyword::{Keyword, callable_words};
pub(crate) use older::unreserve;
pub(crate) use quoted::unquoted;
pub(crate) use scan::scan;
pub(crate) use token::{Token, TokenKind};
