//! An enumeration with the collections that it is for.

use catalogue::{Element, Enumeration};

/// What is offered: an enumeration for some collections, or for all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct List {
    /// Its name and elements; `collection` is empty.
    pub(crate) enumeration: Enumeration,
    /// Identifiers of the collections that it is for; none: all.
    pub(crate) collections: Vec<String>,
}

impl List {
    /// A list without its elements.
    pub(crate) fn new(name: String, description: Option<String>, collections: Vec<String>) -> Self {
        let enumeration = Enumeration { name, collection: None, description, elements: Vec::new() };
        Self { enumeration, collections }
    }

    /// The same list with these elements, sorted by index.
    pub(crate) fn with(mut self, mut elements: Vec<Element>) -> Self {
        elements.sort_by_key(|element| element.index);
        self.enumeration.elements = elements;
        self
    }
}
