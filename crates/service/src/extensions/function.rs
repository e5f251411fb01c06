//! An offer at `adql.function` as a function.

use adql::OfferedFunction;
use serde::Deserialize;

use super::Source;

/// The form of an offer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    name: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    arguments: Vec<Argument>,
    returns: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    ucd: Option<String>,
    sql: String,
}

/// An argument of an offered function.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Argument {
    name: String,
    #[serde(rename = "type")]
    adql_type: String,
}

/// The function, or what is wrong with the offer.
pub(super) fn function(source: &Source) -> Result<OfferedFunction, String> {
    let sent: Sent =
        serde_json::from_str(&source.data).map_err(|error| format!("no JSON of a function: {error}"))?;
    let function = OfferedFunction {
        name: sent.name,
        description: sent.description,
        arguments: sent.arguments.into_iter().map(|argument| (argument.name, argument.adql_type)).collect(),
        returns: sent.returns,
        unit: sent.unit,
        ucd: sent.ucd,
        sql: sent.sql,
    };
    function.check()?;
    Ok(function)
}
