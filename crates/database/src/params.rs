//! Values on their way to and from PostgreSQL in its binary form, unread.

use std::error::Error;

use bytes::{Bytes, BytesMut};
use postgres_types::{FromSql, IsNull, Kind, ToSql, Type};

/// The value of `$1`, `$2`, ... in binary form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The OID of its type, e.g. 701 for `double precision`.
    pub type_oid: u32,
    /// The value as the type's binary input expects it; `None` is NULL.
    pub value: Option<Bytes>,
}

impl Param {
    /// The type as tokio-postgres knows it.
    pub(crate) fn pg_type(&self) -> Type {
        let unknown = || Type::new(String::new(), self.type_oid, Kind::Simple, String::new());
        Type::from_oid(self.type_oid).unwrap_or_else(unknown)
    }
}

impl ToSql for Param {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match &self.value {
            Some(value) => {
                out.extend_from_slice(value);
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(ty, out)
    }
}

/// The bytes of a column of any type; `None` is NULL.
pub(crate) struct Raw<'a>(pub Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Some(bytes)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
