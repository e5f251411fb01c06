//! What a VOTable answer says: status, columns, and the rows of TABLEDATA.

use super::Element;

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub datatype: String,
    pub arraysize: Option<String>,
    pub xtype: Option<String>,
    pub unit: Option<String>,
    pub ucd: Option<String>,
    pub utype: Option<String>,
    pub description: String,
}

/// The one table of a results resource.
#[derive(Clone, Debug)]
pub struct Votable {
    /// `QUERY_STATUS` before and behind the table, with their texts.
    pub statuses: Vec<(String, String)>,
    pub fields: Vec<Field>,
    /// `None` where there is no TABLE.
    pub rows: Option<Vec<Vec<String>>>,
    /// `TABLEDATA`, `BINARY` or `BINARY2`; empty without data.
    pub serialization: String,
}

impl Votable {
    /// Reads the results resource; fails the test if there is not exactly one.
    pub fn read(root: &Element) -> Self {
        assert_eq!(root.name, "VOTABLE");
        let results: Vec<&Element> =
            root.all("RESOURCE").filter(|resource| resource.attribute("type") == Some("results")).collect();
        let [resource] = results.as_slice() else { panic!("{} results resources", results.len()) };
        let statuses = resource.all("INFO").filter(|info| info.attribute("name") == Some("QUERY_STATUS"));
        let status =
            |info: &Element| (info.attribute("value").unwrap_or_default().to_owned(), info.text.clone());
        let table = resource.first("TABLE");
        let data = table.and_then(|table| table.first("DATA")).and_then(|data| data.children.first());
        Self {
            statuses: statuses.map(status).collect(),
            fields: table.map_or(Vec::new(), |table| table.all("FIELD").map(field).collect()),
            rows: table.map(|_| data.map_or(Vec::new(), rows)),
            serialization: data.map_or(String::new(), |data| data.name.clone()),
        }
    }

    /// The last status: what counts for the whole answer.
    pub fn status(&self) -> &str {
        self.statuses.last().map_or("", |(value, _)| value)
    }

    /// The text of an error.
    pub fn error(&self) -> &str {
        let error = self.statuses.iter().find(|(value, _)| value == "ERROR");
        error.map_or("", |(_, text)| text)
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|field| field.name.as_str()).collect()
    }

    /// The values of a column of TABLEDATA; fails the test if there is none of this name.
    #[track_caller]
    pub fn column(&self, name: &str) -> Vec<String> {
        let place = self.fields.iter().position(|field| field.name == name);
        let place = place.unwrap_or_else(|| panic!("no column {name} in {:?}", self.names()));
        self.rows().iter().map(|row| row[place].clone()).collect()
    }

    /// The rows of TABLEDATA; none for a table without data.
    pub fn rows(&self) -> &[Vec<String>] {
        self.rows.as_deref().unwrap_or_default()
    }
}

fn field(element: &Element) -> Field {
    let attribute = |name| element.attribute(name).map(str::to_owned);
    Field {
        name: attribute("name").unwrap_or_default(),
        datatype: attribute("datatype").unwrap_or_default(),
        arraysize: attribute("arraysize"),
        xtype: attribute("xtype"),
        unit: attribute("unit"),
        ucd: attribute("ucd"),
        utype: attribute("utype"),
        description: element.text_of("DESCRIPTION").to_owned(),
    }
}

fn rows(data: &Element) -> Vec<Vec<String>> {
    data.all("TR").map(|row| row.all("TD").map(|cell| cell.text.clone()).collect()).collect()
}
