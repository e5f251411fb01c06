//! Answers: pages, the files behind them, and where those are.

use std::collections::HashMap;

use bytes::Bytes;
use plugin_api::{Answer, Error, Request, Result};
use service::{DiskFile, Wanted};
use web_assets::content_type;

use crate::noscript::{escaped, forms};
use crate::pages::Page;
use crate::panels::Place;
use crate::policy::as_said;
use crate::settings_block::in_page;
use crate::{ASSETS, Portal};

/// Names with a hash in them never mean another content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Pages are asked for again each time, so that they name the files of now.
const ASK_AGAIN: &str = "no-cache";

/// A page: the shell with its settings. What there is no page for is told in the same shell.
pub(crate) async fn page(portal: &Portal, request: &Request) -> Result<Answer> {
    let panels = portal.panels()?;
    let offered = panels.iter().filter(|panel| panel.place == Place::Page);
    let offered = offered.map(|panel| (panel.path.as_str(), panel.title.as_str()));
    let page = Page::at(request.path_param("page").unwrap_or_default(), offered);
    let block = portal.settings_block(&panels).await?;
    let html = filled(
        "shell.html",
        &[
            ("title", &escaped(&page.window_title(&portal.config.name))),
            ("base", &escaped(&portal.base())),
            ("noscript", &forms(&page, &portal.services().await?)),
            ("settings", &in_page(&block)),
        ],
    )?;
    let status = if page.is_known { 200 } else { 404 };
    let answer = Answer::new(status, "text/html; charset=utf-8", html);
    portal.guarded(answer.with_header("cache-control", ASK_AGAIN)).await
}

/// The document in which the sky viewer runs.
pub(crate) fn sky_frame(portal: &Portal) -> Result<Answer> {
    if portal.config.sky_viewer.as_os_str().is_empty() {
        return Err(Error::not_found("this host has no sky viewer"));
    }
    let html = filled("sky-frame.html", &[("base", &escaped(&portal.base()))])?;
    let answer = Answer::new(200, "text/html; charset=utf-8", html).with_header("cache-control", ASK_AGAIN);
    Ok(portal.guarded_viewer(answer))
}

/// A script or a style, packed where the client takes that.
pub(crate) fn asset(request: &Request) -> Result<Answer> {
    let asked = request.path_param("file").unwrap_or_default();
    let is_page = asked.ends_with(".html") || asked.ends_with(".json");
    let Some(asset) = ASSETS.find(asked).filter(|_| !is_page) else {
        return Err(Error::not_found(
            "there is no such file of the pages; reload the page to get those of now",
        ));
    };
    let sent = asset.sent_to(request.header("accept-encoding"));
    let answer = Answer::new(200, asset.content_type(), Bytes::from_static(sent.bytes));
    let answer = as_said(answer).with_header("cache-control", FOR_EVER);
    Ok(sent.headers().fold(answer, |answer, (name, value)| answer.with_header(name, value)))
}

/// The settings of the pages, for panels in pages of others.
pub(crate) async fn settings(portal: &Portal) -> Result<Answer> {
    let block = portal.settings_block(&portal.panels()?).await?;
    let answer = Answer::new(200, "application/json", Bytes::from(block));
    Ok(as_said(answer).with_header("cache-control", ASK_AGAIN))
}

/// The way from the address of the script for panels, which never changes, to its file of now.
pub(crate) fn panels_script() -> Result<Answer> {
    let manifest = manifest()?;
    let file = manifest.get("panels.js").ok_or_else(not_built)?;
    let answer = Answer::empty(302).with_header("location", &format!("assets/{file}"));
    Ok(answer.with_header("cache-control", "public, max-age=300"))
}

/// The picture of the operator.
pub(crate) async fn logo(portal: &Portal, request: &Request) -> Result<Answer> {
    let path = &portal.config.logo;
    let file = match path.as_os_str().is_empty() {
        true => None,
        false => DiskFile::open(&portal.host, path).await?,
    };
    let file = file.ok_or_else(|| Error::not_found("this archive has no logo"))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let answer = file.answer(&portal.host, &Wanted::of(request), content_type(&name), &name, false).await?;
    // An SVG that is opened by itself is a document, which may do nothing.
    let answer = as_said(answer)
        .with_header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
    Ok(answer.with_header("cache-control", "public, max-age=3600"))
}

/// A page of the bundler with its places filled: `{{NAME}}` by these texts, or by the hashed name of a file.
fn filled(file: &str, texts: &[(&str, &str)]) -> Result<Bytes> {
    let (template, manifest) = (ASSETS.text(file).ok_or_else(not_built)?, manifest()?);
    fill(template, |name| {
        let text = texts.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
        text.or_else(|| manifest.get(name).cloned())
    })
    .map(Bytes::from)
    .map_err(|name| Error::internal(format!("{file} has the place `{name}`, which nothing fills")))
}

/// One pass, so that what is filled in is not looked at again.
fn fill(template: &str, text_of: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut html = String::with_capacity(template.len() + 4096);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        html.push_str(before);
        let (name, behind) = after.split_once("}}").ok_or_else(|| after.to_owned())?;
        html.push_str(&text_of(name).ok_or_else(|| name.to_owned())?);
        rest = behind;
    }
    html.push_str(rest);
    Ok(html)
}

/// The hashed names of the entry files.
fn manifest() -> Result<HashMap<String, String>> {
    let text = ASSETS.text("manifest.json").ok_or_else(not_built)?;
    serde_json::from_str(text)
        .map_err(|error| Error::internal(format!("manifest.json of the pages: {error}")))
}

fn not_built() -> Error {
    Error::internal("the pages are not in this library: run `cargo xtask web`, then build it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_looked_at_again() {
        let text_of = |name: &str| (name == "a").then(|| "{{b}}".to_owned());
        assert_eq!(fill("<{{a}}>", text_of), Ok("<{{b}}>".to_owned()));
        assert_eq!(fill("{{b}}", text_of), Err("b".to_owned()));
    }
}
