//! The forms in which an image is to be had, and FORMAT, which chooses among them (SIA 1.0 §4.1.2).

/// A form of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The file.
    Fits,
    /// A picture of it without loss.
    Png,
    /// A smaller picture of it.
    Jpeg,
}

/// What FORMAT asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What the service can do.
    Metadata,
    /// Images in these forms; none if nothing is known by the names that were asked for.
    Forms(Vec<Form>),
}

/// All forms, files first, and of pictures the one that the service prefers.
const ALL: [Form; 3] = [Form::Fits, Form::Png, Form::Jpeg];

/// What stands before names of pictures.
const PREFERRED: &str = "GRAPHIC-";

/// All pictures, the preferred one first.
const PICTURES: [Form; 2] = [Form::Png, Form::Jpeg];

impl Form {
    /// The media type of a picture; that of a file is its own.
    pub(crate) fn picture_type(self) -> Option<&'static str> {
        match self {
            Self::Fits => None,
            Self::Png => Some("image/png"),
            Self::Jpeg => Some("image/jpeg"),
        }
    }

    fn of_type(media_type: &str) -> Option<Self> {
        match media_type.to_ascii_lowercase().as_str() {
            "image/fits" | "application/fits" | "image/x-fits" | "application/x-fits" => Some(Self::Fits),
            name => PICTURES.into_iter().find(|form| form.picture_type() == Some(name)),
        }
    }
}

impl Wanted {
    /// The words of FORMAT that are no media types, and the media types.
    pub(crate) const WORDS: [&str; 7] =
        ["ALL", "GRAPHIC", "GRAPHIC-ALL", "METADATA", "image/fits", "image/png", "image/jpeg"];

    /// Reads FORMAT, in any case; nothing means all. A name that nobody knows asks for nothing.
    pub(crate) fn read(format: Option<&str>) -> Self {
        let format = format.unwrap_or("ALL");
        let mut forms = Vec::new();
        let mut rest = format.split(',').map(str::trim);
        while let Some(word) = rest.next() {
            match word.to_ascii_uppercase().as_str() {
                "METADATA" => return Self::Metadata,
                "ALL" => forms.extend(ALL),
                "GRAPHIC" => forms.push(PICTURES[0]),
                "GRAPHIC-ALL" => forms.extend(PICTURES),
                // What follows is a list in the order of preference.
                name if name.starts_with(PREFERRED) => {
                    let mut names = word.get(PREFERRED.len()..).into_iter().chain(rest.by_ref());
                    forms.extend(names.find_map(picture));
                }
                _ => forms.extend(Form::of_type(word)),
            }
        }
        let mut distinct = ALL.to_vec();
        distinct.retain(|form| forms.contains(form));
        Self::Forms(distinct)
    }
}

fn picture(name: &str) -> Option<Form> {
    match name.to_ascii_lowercase().as_str() {
        "png" => Some(Form::Png),
        "jpeg" | "jpg" => Some(Form::Jpeg),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_format_has_its_forms() {
        for (text, expected) in [
            (None, &ALL[..]),
            (Some("all"), &ALL),
            (Some("image/fits"), &[Form::Fits]),
            (Some("application/fits, image/x-fits"), &[Form::Fits]),
            (Some("image/jpeg,image/fits"), &[Form::Fits, Form::Jpeg]),
            (Some("GRAPHIC"), &[Form::Png]),
            (Some("GRAPHIC-ALL"), &PICTURES),
            (Some("GRAPHIC-gif,jpeg,png"), &[Form::Jpeg]),
            (Some("graphic-PNG"), &[Form::Png]),
            (Some("GRAPHIC-gif"), &[]),
            (Some("text/html"), &[]),
            (Some("image/gif,image/png"), &[Form::Png]),
        ] {
            assert_eq!(Wanted::read(text), Wanted::Forms(expected.to_vec()), "{text:?}");
        }
        assert_eq!(Wanted::read(Some("METADATA")), Wanted::Metadata);
    }
}
