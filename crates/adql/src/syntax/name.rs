//! Names of columns and tables as a query writes them.

use catalogue::Ident;

use super::Span;

/// A name: regular (any case matches) or delimited by double quotes (exact) (ADQL 2.1 §2.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The name without quotes, case as written.
    pub text: String,
    /// Whether it was written in double quotes.
    pub delimited: bool,
    /// Where it stands.
    pub span: Span,
}

impl Identifier {
    /// A regular identifier that was not read from text.
    pub fn regular(text: impl Into<String>) -> Self {
        Self { text: text.into(), delimited: false, span: Span::default() }
    }

    /// A delimited identifier that was not read from text.
    pub fn delimited(text: impl Into<String>) -> Self {
        Self { text: text.into(), delimited: true, span: Span::default() }
    }

    /// The same name as lookups in the catalogue take it.
    pub fn ident(&self) -> Ident<'_> {
        Ident { text: &self.text, delimited: self.delimited }
    }

    /// Whether it means the thing that is called `name`: exactly if delimited, else without regard to ASCII case.
    pub fn matches(&self, name: &str) -> bool {
        self.ident().matches(name)
    }
}

/// `[[catalog.]schema.]table`, or an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName {
    /// The catalog.
    pub catalog: Option<Identifier>,
    /// The schema.
    pub schema: Option<Identifier>,
    /// The table, or the alias.
    pub table: Identifier,
}

impl TableName {
    /// A name without catalog and schema.
    pub fn unqualified(table: Identifier) -> Self {
        Self { catalog: None, schema: None, table }
    }

    /// Where the whole name stands.
    pub fn span(&self) -> Span {
        let first = self.catalog.as_ref().or(self.schema.as_ref()).unwrap_or(&self.table);
        first.span.to(self.table.span)
    }
}

/// `[qualifier.]column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// The table or alias.
    pub qualifier: Option<TableName>,
    /// The column.
    pub name: Identifier,
}

impl ColumnName {
    /// Where the whole name stands.
    pub fn span(&self) -> Span {
        match &self.qualifier {
            Some(qualifier) => qualifier.span().to(self.name.span),
            None => self.name.span,
        }
    }
}
