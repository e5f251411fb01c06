//! The XML of a TAP record, in the order of its schema (TAPRegExt 1.0 §2).

use std::io;

use quick_xml::events::BytesText;

use crate::table_access::{DataLimit, DataUnit, Language, OutputFormat, TableAccess, TimeLimit};
use crate::xml::{Xml, optional_element, text_element, token};
use crate::{Feature, LanguageFeatures};

/// Writes what stands in a capability after its interfaces.
pub(crate) fn write(access: &TableAccess, xml: &mut Xml) -> io::Result<()> {
    for model in &access.data_models {
        let element =
            xml.create_element("dataModel").with_attribute(("ivo-id", token(&model.ivo_id).as_str()));
        element.write_text_content(BytesText::new(&token(&model.label)))?;
    }
    access.languages.iter().try_for_each(|language| write_language(language, xml))?;
    access.output_formats.iter().try_for_each(|format| write_format(format, xml))?;
    for method in &access.upload_methods {
        xml.create_element("uploadMethod").with_attribute(("ivo-id", method.ivo_id())).write_empty()?;
    }
    write_time_limit("retentionPeriod", access.retention_period, xml)?;
    write_time_limit("executionDuration", access.execution_duration, xml)?;
    write_data_limit("outputLimit", access.output_limit, xml)?;
    write_data_limit("uploadLimit", access.upload_limit, xml)
}

fn write_language(language: &Language, xml: &mut Xml) -> io::Result<()> {
    xml.create_element("language").write_inner_content(|xml| {
        text_element(xml, "name", &language.name)?;
        for version in &language.versions {
            let id = version.ivo_id.as_deref().map(|id| ("ivo-id", id));
            let element = xml.create_element("version").with_attributes(id);
            element.write_text_content(BytesText::new(&token(&version.version)))?;
        }
        optional_element(xml, "description", language.description.as_deref())?;
        // The schema wants at least one feature in each list.
        let lists = language.features.iter().filter(|list| !list.features.is_empty());
        lists.into_iter().try_for_each(|list| write_features(list, xml))
    })?;
    Ok(())
}

fn write_features(list: &LanguageFeatures, xml: &mut Xml) -> io::Result<()> {
    let element = xml.create_element("languageFeatures").with_attribute(("type", list.kind.ivo_id()));
    element.write_inner_content(|xml| {
        for Feature { form, description } in &list.features {
            xml.create_element("feature").write_inner_content(|xml| {
                text_element(xml, "form", form)?;
                optional_element(xml, "description", description.as_deref())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_format(format: &OutputFormat, xml: &mut Xml) -> io::Result<()> {
    let id = format.ivo_id.as_deref().map(|id| ("ivo-id", id));
    xml.create_element("outputFormat").with_attributes(id).write_inner_content(|xml| {
        text_element(xml, "mime", &format.mime)?;
        format.aliases.iter().try_for_each(|alias| text_element(xml, "alias", alias))
    })?;
    Ok(())
}

fn write_time_limit(name: &str, limit: Option<TimeLimit>, xml: &mut Xml) -> io::Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    xml.create_element(name).write_inner_content(|xml| {
        for (name, secs) in [("default", limit.default_secs), ("hard", limit.hard_secs)] {
            optional_element(xml, name, secs.map(|secs| secs.to_string()).as_deref())?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_data_limit(name: &str, limit: Option<DataLimit>, xml: &mut Xml) -> io::Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let write = |xml: &mut Xml, name: &str, (size, unit): (u64, DataUnit)| {
        let element = xml.create_element(name).with_attribute(("unit", unit.name()));
        element.write_text_content(BytesText::new(&size.to_string())).map(drop)
    };
    xml.create_element(name).write_inner_content(|xml| {
        limit.default.map_or(Ok(()), |size| write(xml, "default", size))?;
        limit.hard.map_or(Ok(()), |size| write(xml, "hard", size))
    })?;
    Ok(())
}
