//! What a VOTable says beside its table: parameters, and services to call with values of its rows.

use catalogue::{ResultColumn, ValueType};

/// Parameters and services that go with a table; formats other than VOTable leave them out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Written before the table, in its RESOURCE.
    pub params: Vec<Param>,
    /// Written behind the table, each in a RESOURCE of its own. One with an input whose column the table does not have is
    /// left out.
    pub services: Vec<ServiceDescriptor>,
}

/// A PARAM (VOTable 1.4 §4.2), or an input of a service (DataLink 1.1 §4.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// The name.
    pub name: String,
    /// Primitive, shape, extended type.
    pub value_type: ValueType,
    /// The value in TABLEDATA form; of an input the empty text, unless it is the same for all calls.
    pub value: String,
    /// VOUnits text.
    pub unit: Option<String>,
    /// UCD1+ words joined by `;`.
    pub ucd: Option<String>,
    /// The data model identifier.
    pub utype: Option<String>,
    /// One sentence.
    pub description: Option<String>,
    /// The column of the table whose values an input takes, by its name. Of several the first.
    pub column: Option<String>,
    /// The least value, in TABLEDATA form.
    pub min: Option<String>,
    /// The largest value, in TABLEDATA form; of a shape the one that holds all others.
    pub max: Option<String>,
    /// All values that mean something, in TABLEDATA form; none: any.
    pub options: Vec<String>,
}

/// How to call a service (DataLink 1.1 §4).
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceDescriptor {
    /// The XML ID, for rows that refer to the service; letters, digits, `-`, `_`, a letter first.
    pub id: Option<String>,
    /// A name for people.
    pub name: Option<String>,
    /// What it does, in a sentence.
    pub description: Option<String>,
    /// Whether it is the service that sent the document.
    pub is_this: bool,
    /// What holds for all calls: `accessURL`, `standardID`, `contentType` and the like.
    pub params: Vec<Param>,
    /// What a call sends.
    pub inputs: Vec<Param>,
}

impl Param {
    /// A parameter with a name, a type and a value, and nothing else.
    pub fn new(name: impl Into<String>, value_type: ValueType, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value_type,
            value: value.into(),
            unit: None,
            ucd: None,
            utype: None,
            description: None,
            column: None,
            min: None,
            max: None,
            options: Vec::new(),
        }
    }

    /// A text.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, ValueType::text(), value)
    }
}

impl ServiceDescriptor {
    /// A service of this standard at this address, without inputs.
    pub fn new(standard_id: &str, access_url: &str) -> Self {
        let params = vec![Param::text("standardID", standard_id), Param::text("accessURL", access_url)];
        Self { id: None, name: None, description: None, is_this: false, params, inputs: Vec::new() }
    }

    /// Whether the table has all columns that the inputs take values from.
    pub(crate) fn fits(&self, columns: &[ResultColumn]) -> bool {
        let wanted = self.inputs.iter().filter_map(|input| input.column.as_deref());
        wanted.into_iter().all(|name| columns.iter().any(|column| column.field.name == name))
    }
}
