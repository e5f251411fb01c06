//! Places of rows in a table: PostgreSQL's `tid`.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use postgres_types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// A place in a table: the number of a block, and of a row in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tid {
    block: u32,
    item: u16,
}

impl Tid {
    /// A place in front of all rows of a block.
    pub(super) fn before(block: u32) -> Self {
        Self { block, item: 0 }
    }
}

impl ToSql for Tid {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.put_u32(self.block);
        out.put_u16(self.item);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TID
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Tid {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let bytes: [u8; 6] = bytes.try_into()?;
        let [a, b, c, d, e, f] = bytes;
        Ok(Self { block: u32::from_be_bytes([a, b, c, d]), item: u16::from_be_bytes([e, f]) })
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TID
    }
}
