//! What the names of enumerations and of their elements mean.

use catalogue::{Element, Enumeration, nearest, quoted};

use crate::error::{EnumerationError, Outcome, clipped, fault};
use crate::resolved::Expr;
use crate::syntax::{ElementName, Identifier, Span};

use super::Resolver;
use super::element::Published;
use super::value::integer_literal;

impl<'a> Resolver<'a> {
    /// `enumeration::element` where a value stands: the integer.
    pub(super) fn enumeration_element(&self, name: &ElementName, span: Span) -> Outcome<Expr> {
        let element = self.element_named(name, None, false)?;
        Ok(integer_literal(element.index.into(), span))
    }

    /// The element that a name means, as a subscript of a column if one is given.
    ///
    /// The enumeration of a column with one dimension alone may name its elements, if it has one.
    pub(super) fn element_named(
        &self,
        name: &ElementName,
        of: Option<Published<'a>>,
        only: bool,
    ) -> Outcome<&'a Element> {
        if only && let Some(of) = of {
            self.check_declared(&name.enumeration, of)?;
        }
        let collection = of.map(|of| of.collection);
        let Some(enumeration) = self.enumeration(|known| name.enumeration.matches(known), collection) else {
            return fault(self.unknown_enumeration(&name.enumeration).into(), name.enumeration.span);
        };
        let found = enumeration.elements.iter().find(|element| name.element.matches(&element.name));
        match found {
            Some(element) => Ok(element),
            None => fault(self.unknown_element(enumeration, &name.element).into(), name.element.span),
        }
    }

    /// What the enumeration of a column calls the element at a position.
    pub(super) fn label_at(&self, index: u32, of: Published<'a>) -> Option<String> {
        self.declared(of).and_then(|enumeration| enumeration.at(index)).map(Element::label)
    }

    /// Refuses another enumeration than that of the column.
    fn check_declared(&self, given: &Identifier, of: Published<'a>) -> Outcome<()> {
        let Some(declared) = of.column.enumeration.as_deref().filter(|declared| !given.matches(declared))
        else {
            return Ok(());
        };
        let known = self.declared(of).map_or(Vec::new(), |enumeration| {
            let names = enumeration.elements.iter().map(|element| quoted(&element.name));
            names.map(|name| format!("{}::{name}", quoted(&enumeration.name))).collect()
        });
        let error = EnumerationError::Foreign {
            column: of.column.field.name.clone(),
            given: clipped(&given.text),
            declared: declared.to_owned(),
            known,
        };
        fault(error.into(), given.span)
    }

    /// The enumeration of a column.
    fn declared(&self, of: Published<'a>) -> Option<&'a Enumeration> {
        let declared = of.column.enumeration.as_deref()?;
        self.enumeration(|known| known.eq_ignore_ascii_case(declared), Some(of.collection))
    }

    /// The enumeration of a name. Several collections may have one of that name: then that of the column's collection
    /// is meant, else that of a collection that the query reads, else one that belongs to all.
    fn enumeration(
        &self,
        called: impl Fn(&str) -> bool,
        collection: Option<&str>,
    ) -> Option<&'a Enumeration> {
        let hidden = self.extensions.hidden_enumerations.iter().filter(|_| self.filtered.is_some());
        let known = self.extensions.enumerations.iter().chain(hidden);
        let candidates = known.filter(|known| called(&known.name));
        let rank = |known: &Enumeration| match known.collection.as_deref() {
            Some(home) if collection == Some(home) => 0,
            Some(home) if self.collections.contains(&home) => 1,
            None => 2,
            Some(_) => 3,
        };
        candidates.map(|known| &**known).min_by_key(|known| rank(known))
    }

    fn unknown_enumeration(&self, name: &Identifier) -> EnumerationError {
        let mut names: Vec<&str> = Vec::new();
        for known in &self.extensions.enumerations {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(&known.name)) {
                names.push(&known.name);
            }
        }
        let near = nearest(&name.text, names.iter().copied(), 3);
        let known = if near.is_empty() { &names } else { &near };
        EnumerationError::Unknown {
            name: clipped(&name.text),
            known: written(known.iter().copied()),
            near: !near.is_empty(),
        }
    }

    fn unknown_element(&self, enumeration: &Enumeration, name: &Identifier) -> EnumerationError {
        let names = || enumeration.elements.iter().map(|element| element.name.as_str());
        let others = self.extensions.enumerations.iter().filter(|other| {
            !other.name.eq_ignore_ascii_case(&enumeration.name) && other.element(&name.text).is_some()
        });
        EnumerationError::UnknownElement {
            enumeration: quoted(&enumeration.name).into_owned(),
            name: clipped(&name.text),
            near: written(nearest(&name.text, names(), 3).into_iter()),
            known: written(names()),
            elsewhere: written(others.map(|other| other.name.as_str())),
        }
    }
}

/// Names as they must be written.
fn written<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    names.map(|name| quoted(name).into_owned()).collect()
}
