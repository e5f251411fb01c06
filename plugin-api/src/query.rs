//! A query for the host's database: SQL, bound values, limits, uploads.

use std::time::Duration;

use abi_stable::std_types::{ROption, RStr, RString, RVec, Tuple2};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::abi::{self, AbiParam, AbiQuery, AbiQueryBox};
use crate::{Principal, Result, RowStream};

/// Keys of the texts of a query.
mod text_key {
    pub const SQL: u32 = 1;
    pub const PRINCIPAL: u32 = 2;
    pub const COLLECTIONS: u32 = 3;
}

/// Keys of the numbers of a query.
mod number_key {
    pub const LANE: u32 = 1;
    pub const ROW_LIMIT: u32 = 2;
    pub const FIRST_ROW_MS: u32 = 3;
    pub const STALL_MS: u32 = 4;
    pub const TOTAL_MS: u32 = 5;
}

/// Which connections a query uses; downloads can never exhaust those of short queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// Metadata and queries that end soon.
    Short,
    /// Downloads and everything that may take long.
    #[default]
    Long,
}

/// A bound value in PostgreSQL's binary form with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The type's oid.
    pub type_oid: u32,
    /// The value; none is NULL.
    pub value: Option<Bytes>,
}

impl Param {
    /// A `bigint`.
    pub fn int8(value: i64) -> Self {
        Self { type_oid: 20, value: Some(Bytes::copy_from_slice(&value.to_be_bytes())) }
    }

    /// A `double precision`.
    pub fn float8(value: f64) -> Self {
        Self { type_oid: 701, value: Some(Bytes::copy_from_slice(&value.to_be_bytes())) }
    }

    /// A `text`.
    pub fn text(value: impl Into<String>) -> Self {
        Self { type_oid: 25, value: Some(Bytes::from(value.into())) }
    }
}

/// A temporary table that lives for one query.
pub struct Upload {
    /// Its name and columns.
    pub table: UploadTable,
    /// Its rows, in the columns' order.
    pub rows: RowStream,
}

/// The shape of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadTable {
    /// The table's name in the query, unquoted.
    pub name: String,
    /// Column names, unquoted, with their PostgreSQL types.
    pub columns: Vec<(String, String)>,
}

/// A query and everything that the host must know of it. Runs read-only, under the role for queries.
#[derive(Default)]
pub struct Query {
    /// The SQL. Made by a translator from resolved names; never text of a user.
    pub sql: String,
    /// The values of `$1`, `$2`, …
    pub params: Vec<Param>,
    /// For whom it runs.
    pub principal: Principal,
    /// The identifiers of the collections that it reads. The host asks its policy for each, and tells its audit log. New
    /// in 1.2.
    pub collections: Vec<String>,
    /// Which connections it uses.
    pub lane: Lane,
    /// The most rows to deliver; whether there were more is told at the end.
    pub row_limit: Option<u64>,
    /// The most time until the first row or the end.
    pub first_row_timeout: Option<Duration>,
    /// The most time that the client may take nothing.
    pub stall_timeout: Option<Duration>,
    /// The most time in all.
    pub total_timeout: Option<Duration>,
    /// The type oids of the answer's columns, where known; the host then need not ask the database.
    pub column_types: Vec<u32>,
    /// Temporary tables, loaded before the query in its own transaction.
    pub uploads: Vec<Upload>,
}

impl Query {
    /// A query without bound values and limits.
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), ..Self::default() }
    }

    pub(crate) fn into_abi(self) -> AbiQueryBox {
        let principal = self.principal.to_text();
        let collections = self.collections.join("\n");
        let crossing = Crossing { query: self, principal, collections };
        abi::AbiQuery_TO::from_value(crossing, abi_stable::sabi_trait::TD_Opaque)
    }

    pub(crate) fn from_abi(mut foreign: AbiQueryBox) -> Result<Self> {
        let params = foreign.take_params().into_iter().map(|param| Param {
            type_oid: param.type_oid,
            value: param.value.into_option().map(Bytes::from),
        });
        let params = params.collect();
        let mut uploads = Vec::new();
        while let ROption::RSome(Tuple2(table, rows)) = foreign.take_upload() {
            let table = serde_json::from_str(&table).map_err(|error| {
                crate::Error::internal(format!("unreadable description of an upload: {error}"))
            })?;
            uploads.push(Upload { table, rows: RowStream::from_abi(rows) });
        }
        let number = |key| u64::try_from(foreign.number(key)).ok();
        let time = |key| number(key).map(Duration::from_millis);
        Ok(Self {
            sql: foreign.text(text_key::SQL).to_string(),
            principal: Principal::from_text(foreign.text(text_key::PRINCIPAL).into()),
            collections: foreign.text(text_key::COLLECTIONS).as_str().lines().map(str::to_owned).collect(),
            lane: if number(number_key::LANE) == Some(0) { Lane::Short } else { Lane::Long },
            row_limit: number(number_key::ROW_LIMIT),
            first_row_timeout: time(number_key::FIRST_ROW_MS),
            stall_timeout: time(number_key::STALL_MS),
            total_timeout: time(number_key::TOTAL_MS),
            column_types: foreign.column_types().into_vec(),
            params,
            uploads,
        })
    }
}

struct Crossing {
    query: Query,
    principal: String,
    collections: String,
}

impl AbiQuery for Crossing {
    fn text(&self, key: u32) -> RStr<'_> {
        match key {
            text_key::SQL => RStr::from_str(&self.query.sql),
            text_key::PRINCIPAL => RStr::from_str(&self.principal),
            text_key::COLLECTIONS => RStr::from_str(&self.collections),
            _ => RStr::empty(),
        }
    }

    fn number(&self, key: u32) -> i64 {
        let millis = |time: Option<Duration>| time.and_then(|time| i64::try_from(time.as_millis()).ok());
        let number = match key {
            number_key::LANE => Some(if self.query.lane == Lane::Short { 0 } else { 1 }),
            number_key::ROW_LIMIT => self.query.row_limit.map(|rows| i64::try_from(rows).unwrap_or(i64::MAX)),
            number_key::FIRST_ROW_MS => millis(self.query.first_row_timeout),
            number_key::STALL_MS => millis(self.query.stall_timeout),
            number_key::TOTAL_MS => millis(self.query.total_timeout),
            _ => None,
        };
        number.unwrap_or(-1)
    }

    fn take_params(&mut self) -> RVec<AbiParam> {
        let params = std::mem::take(&mut self.query.params).into_iter();
        params
            .map(|param| AbiParam { type_oid: param.type_oid, value: param.value.map(Into::into).into() })
            .collect()
    }

    fn column_types(&self) -> RVec<u32> {
        self.query.column_types.as_slice().into()
    }

    fn take_upload(&mut self) -> ROption<Tuple2<RString, abi::AbiRowsBox>> {
        if self.query.uploads.is_empty() {
            return ROption::RNone;
        }
        let Upload { table, rows } = self.query.uploads.remove(0);
        let table = serde_json::to_string(&table).unwrap_or_default();
        ROption::RSome(Tuple2(table.into(), rows.into_abi(None)))
    }
}
