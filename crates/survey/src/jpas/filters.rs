//! The 59 filters of the narrow-band survey, in the order of the array columns.

use crate::Filter;

/// The number of filters: the length of every array column.
pub const JPAS_FILTER_COUNT: usize = 59;

/// Values of the 59 filters in the order of their ids.
pub(crate) type PerFilter<T> = [T; JPAS_FILTER_COUNT];

/// The filters; the id of each is its place counted from 1, which is also its subscript in array columns. Narrow bands
/// every 10 nm stand between two medium ones, the broad ones come last.
#[rustfmt::skip]
pub const JPAS_FILTERS: [Filter; JPAS_FILTER_COUNT] = [
    wide("uJAVA", 348.5, 50.8, 22.4), narrow("J0378", 378.5),
    narrow("J0390", 390.0), narrow("J0400", 400.0), narrow("J0410", 410.0), narrow("J0420", 420.0),
    narrow("J0430", 430.0), narrow("J0440", 440.0), narrow("J0450", 450.0), narrow("J0460", 460.0),
    narrow("J0470", 470.0), narrow("J0480", 480.0), narrow("J0490", 490.0), narrow("J0500", 500.0),
    narrow("J0510", 510.0), narrow("J0520", 520.0), narrow("J0530", 530.0), narrow("J0540", 540.0),
    narrow("J0550", 550.0), narrow("J0560", 560.0), narrow("J0570", 570.0), narrow("J0580", 580.0),
    narrow("J0590", 590.0), narrow("J0600", 600.0), narrow("J0610", 610.0), narrow("J0620", 620.0),
    narrow("J0630", 630.0), narrow("J0640", 640.0), narrow("J0650", 650.0), narrow("J0660", 660.0),
    narrow("J0670", 670.0), narrow("J0680", 680.0), narrow("J0690", 690.0), narrow("J0700", 700.0),
    narrow("J0710", 710.0), narrow("J0720", 720.0), narrow("J0730", 730.0), narrow("J0740", 740.0),
    narrow("J0750", 750.0), narrow("J0760", 760.0), narrow("J0770", 770.0), narrow("J0780", 780.0),
    narrow("J0790", 790.0), narrow("J0800", 800.0), narrow("J0810", 810.0), narrow("J0820", 820.0),
    narrow("J0830", 830.0), narrow("J0840", 840.0), narrow("J0850", 850.0), narrow("J0860", 860.0),
    narrow("J0870", 870.0), narrow("J0880", 880.0), narrow("J0890", 890.0), narrow("J0900", 900.0),
    narrow("J0910", 910.0),
    wide("J1007", 931.6, 62.0, 21.6), wide("gSDSS", 477.5, 136.0, 23.4), wide("rSDSS", 625.4, 138.8, 23.2),
    wide("iSDSS", 766.8, 153.5, 22.9),
];

/// The width of the narrow bands in nm.
const NARROW_NM: f32 = 14.5;

const fn narrow(name: &'static str, wavelength_nm: f32) -> Filter {
    // Detectors lose sensitivity and the night sky brightens towards the infrared.
    let redness = if wavelength_nm > 700.0 { (wavelength_nm - 700.0) as f64 / 150.0 } else { 0.0 };
    Filter {
        name,
        wavelength_nm,
        width_nm: NARROW_NM,
        color: color(wavelength_nm),
        description: "narrow band",
        depth_mag: 22.4 - redness,
    }
}

const fn wide(name: &'static str, wavelength_nm: f32, width_nm: f32, depth_mag: f64) -> Filter {
    let description = if width_nm < 100.0 { "medium band" } else { "broad band" };
    Filter { name, wavelength_nm, width_nm, color: color(wavelength_nm), description, depth_mag }
}

/// About the colour of light of this wavelength; dark beyond what eyes see.
const fn color(wavelength_nm: f32) -> &'static str {
    match wavelength_nm {
        ..380.0 => "#6a0dad",
        ..420.0 => "#5b2fc9",
        ..450.0 => "#2f6be0",
        ..490.0 => "#2596be",
        ..520.0 => "#2e9e5b",
        ..565.0 => "#7cb518",
        ..590.0 => "#d9b310",
        ..625.0 => "#f08c2e",
        ..700.0 => "#d7263d",
        ..780.0 => "#a4243b",
        _ => "#5c1a1b",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_have_different_names_and_are_ordered_by_wavelength_up_to_the_broad_ones() {
        let names: std::collections::HashSet<&str> = JPAS_FILTERS.iter().map(|filter| filter.name).collect();
        assert_eq!(names.len(), JPAS_FILTER_COUNT);
        assert!(JPAS_FILTERS[..56].is_sorted_by_key(|filter| filter.wavelength_nm));
        assert_eq!(
            [JPAS_FILTERS[0].name, JPAS_FILTERS[29].name, JPAS_FILTERS[58].name],
            ["uJAVA", "J0660", "iSDSS"]
        );
    }

    #[test]
    fn narrow_bands_are_named_by_their_wavelength() {
        let narrow = JPAS_FILTERS.iter().filter(|filter| filter.width_nm == NARROW_NM);
        for filter in narrow.clone() {
            assert_eq!(filter.name, format!("J{:04}", filter.wavelength_nm as u32));
        }
        assert_eq!(narrow.count(), 54);
    }
}
