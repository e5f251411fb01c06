//! Files of the sky viewer, which operators put into a folder of their own.

use std::path::PathBuf;

use plugin_api::{Answer, Error, Request, Result};
use service::{DiskFile, Wanted};
use web_assets::content_type;

use crate::Portal;
use crate::policy::as_said;

/// A file of the viewer; there is none without the setting `sky_viewer`.
pub(crate) async fn file(portal: &Portal, request: &Request) -> Result<Answer> {
    let missing = || Error::not_found("there is no such file of the sky viewer");
    let folder = &portal.config.sky_viewer;
    let path = below(request.path_param("file").unwrap_or_default()).ok_or_else(missing)?;
    if folder.as_os_str().is_empty() {
        return Err(missing());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = DiskFile::open(&portal.host, &folder.join(&path)).await?.ok_or_else(missing)?;
    let answer = file.answer(&portal.host, &Wanted::of(request), content_type(&name), &name, false).await?;
    Ok(as_said(answer).with_header("cache-control", "public, max-age=3600"))
}

/// A path that stays below its folder and leads to nothing hidden.
fn below(path: &str) -> Option<PathBuf> {
    let is_name =
        |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0', ':']);
    path.split('/').all(is_name).then(|| PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in
            ["", "..", "../a", "a/../b", "/etc/passwd", "a//b", ".git/config", "a/.b", "a\\..\\b", "a\0"]
        {
            assert_eq!(below(path), None, "{path}");
        }
        assert_eq!(below("js/aladin.js"), Some(PathBuf::from("js/aladin.js")));
    }
}
