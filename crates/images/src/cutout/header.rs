//! The header of a cutout: that of the image, with what a part of its pixels changes.

use fits_header::{Cards, Header};

use super::dropped::{is_of_data, is_of_image};
use super::shift::Shift;
use crate::pixel_box::Range;
use crate::{Hdu, Image, ImageError};

/// The place of an image in the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Primary { has_extensions: bool },
    Extension,
}

/// What a header is made of.
pub(super) struct HeaderOf<'h> {
    pub hdu: &'h Hdu,
    /// The image and its pixels; `None` for a primary header without an image.
    pub image: Option<(&'h Image, &'h [Range])>,
    /// The primary header, as far as the image inherits from it.
    pub inherited: Option<&'h Header>,
}

impl HeaderOf<'_> {
    /// The whole header with END, in whole blocks.
    pub fn write(&self, role: Role, history: &[&str]) -> Result<Vec<u8>, ImageError> {
        let mut cards = Cards::default();
        let mut begin = Cards::default();
        self.structure(role, &mut begin);
        let ranges = self.image.map(|(_, ranges)| ranges).unwrap_or_default();
        let shift = Shift::new(ranges);
        self.copy(role, &shift, &mut cards)?;
        if let Some(inherited) = self.inherited {
            self.inherit(inherited, &mut cards);
        }
        for line in history {
            cards.history(line);
        }
        if !ranges.is_empty() {
            cards.history(&format!("cut out of HDU {}: pixels {}", self.hdu.number, shown(ranges)));
        }
        begin.extend(&cards);
        let mut out = Vec::new();
        begin.end(&mut out);
        Ok(out)
    }

    /// What a header must begin with (FITS 4.0 §4.4.1).
    fn structure(&self, role: Role, cards: &mut Cards) {
        match role {
            Role::Primary { .. } => cards.logical("SIMPLE", true),
            Role::Extension => cards.text("XTENSION", "IMAGE", "image extension"),
        }
        let (bitpix, ranges) =
            self.image.map_or((8, &[][..]), |(image, ranges)| (image.pixel.bitpix(), ranges));
        cards.integer("BITPIX", bitpix, "bits of a pixel, negative for floats");
        cards.integer("NAXIS", ranges.len() as u64, "number of axes");
        for (index, range) in ranges.iter().enumerate() {
            cards.integer(&format!("NAXIS{}", index + 1), range.count, "");
        }
        match role {
            Role::Primary { has_extensions: true } => cards.logical("EXTEND", true),
            Role::Primary { has_extensions: false } => {}
            Role::Extension => {
                cards.integer("PCOUNT", 0, "");
                cards.integer("GCOUNT", 1, "");
            }
        }
    }

    /// The cards of the image, with the reference pixels where they are now.
    fn copy(&self, role: Role, shift: &Shift, cards: &mut Cards) -> Result<(), ImageError> {
        let is_compressed = self.image.is_some_and(|(image, _)| image.is_compressed());
        let is_kept = |keyword: &str, card: &fits_header::Card<'_>| match keyword {
            "INHERIT" => role == Role::Extension,
            "BSCALE" | "BZERO" => self.image.is_some(),
            "BLANK" => self.image.is_some_and(|(image, _)| !image.pixel.is_float()),
            _ => is_of_image(keyword, card, is_compressed),
        };
        let (mut goes_on, mut blanks) = (true, Vec::new());
        for card in self.hdu.header.cards() {
            let keyword = card.keyword();
            if keyword != "CONTINUE" {
                goes_on = is_kept(keyword, &card);
            }
            if card.bytes().trim_ascii().is_empty() {
                // Blanks at the end fill the old block only.
                blanks.push(card);
                continue;
            }
            if !goes_on {
                continue;
            }
            blanks.drain(..).for_each(|blank| cards.copy(&blank));
            match shift.of(keyword) {
                None => cards.copy(&card),
                Some(shift) => {
                    let value = card.real().ok_or_else(|| self.hdu.fault(keyword, "it must be a number"))?;
                    cards.real(keyword, value - shift, &card.comment().unwrap_or_default());
                }
            }
        }
        shift.missing(&self.hdu.header, |keyword, value| cards.real(keyword, value, ""));
        self.blank(cards)
    }

    /// `BLANK` of a compressed image of integers whose compressor wrote `ZBLANK` only.
    fn blank(&self, cards: &mut Cards) -> Result<(), ImageError> {
        let header = &self.hdu.header;
        let needs = self.image.is_some_and(|(image, _)| image.is_compressed() && !image.pixel.is_float());
        if needs
            && header.text("BLANK").is_none()
            && let Some(blank) = self.hdu.says(|header| header.integer("ZBLANK"))?
        {
            cards.integer("BLANK", blank, "pixels without a value");
        }
        Ok(())
    }

    /// What the primary header says and the image's own does not.
    fn inherit(&self, primary: &Header, cards: &mut Cards) {
        let mut goes_on = false;
        for card in primary.cards() {
            let keyword = card.keyword();
            if keyword != "CONTINUE" {
                let is_new = card.value().is_some() && self.hdu.header.text(keyword).is_none();
                goes_on = is_new && is_of_image(keyword, &card, false) && !is_of_data(keyword);
            }
            if goes_on {
                cards.copy(&card);
            }
        }
    }
}

/// Ranges as FITS counts them, e.g. `[1:256,17:32]`.
fn shown(ranges: &[Range]) -> String {
    let range = |range: &Range| format!("{}:{}", range.first + 1, range.first + range.count);
    format!("[{}]", ranges.iter().map(range).collect::<Vec<_>>().join(","))
}
