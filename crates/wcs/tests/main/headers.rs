//! Headers that between them use all that is promised, each with a name and the lengths of its image.

/// A header and the image that it is for.
#[derive(Clone)]
pub struct Sample {
    pub name: String,
    pub lines: Vec<String>,
    pub lengths: [u64; 2],
}

impl Sample {
    pub fn cards(&self) -> Vec<u8> {
        cards(&self.lines)
    }
}

/// 80 bytes for each line, and the end.
pub fn cards<T: AsRef<str>>(lines: &[T]) -> Vec<u8> {
    let lines = lines.iter().map(AsRef::as_ref).chain(std::iter::once("END"));
    lines.flat_map(|line| format!("{line:80.80}").into_bytes()).collect()
}

/// A header of two axes in ICRS; CD of 0.2 arcseconds, turned and skewed.
pub fn plane(projection: &str, centre_deg: [f64; 2], more: &[&str]) -> Vec<String> {
    let cd = ["CD1_1   = -5.1E-05", "CD1_2   = 1.3E-05", "CD2_1   = 0.9E-05", "CD2_2   = 5.6E-05"];
    described(projection, centre_deg, [512.3, 480.7], &cd, more)
}

/// A header with degrees per pixel, for maps.
pub fn map(projection: &str, centre_deg: [f64; 2], more: &[&str]) -> Vec<String> {
    let scale = ["CDELT1  = -1.0", "CDELT2  = 1.0"];
    described(projection, centre_deg, [180.5, 90.5], &scale, more)
}

fn described(
    projection: &str,
    centre_deg: [f64; 2],
    reference: [f64; 2],
    scale: &[&str],
    more: &[&str],
) -> Vec<String> {
    let name = |name: &str| format!("{name:-<5}{projection}");
    let mut lines = vec![
        "SIMPLE  =                    T".to_owned(),
        "BITPIX  =                  -32".to_owned(),
        "NAXIS   =                    2".to_owned(),
        format!("CTYPE1  = '{}'", name("RA")),
        format!("CTYPE2  = '{}'", name("DEC")),
        "RADESYS = 'ICRS'".to_owned(),
    ];
    for axis in 0..2 {
        lines.push(format!("CRPIX{}  = {:?}", axis + 1, reference[axis]));
        lines.push(format!("CRVAL{}  = {:?}", axis + 1, centre_deg[axis]));
    }
    lines.extend(scale.iter().chain(more).map(|line| (*line).to_owned()));
    lines
}

fn sample(name: &str, lines: Vec<String>, lengths: [u64; 2]) -> Sample {
    Sample { name: name.to_owned(), lines, lengths }
}

/// Coefficients of order 2 to `order` that bend an image of a thousand pixels by a few pixels.
pub fn sip(order: usize, with_inverse: bool) -> Vec<String> {
    let mut lines = vec![format!("A_ORDER = {order}"), format!("B_ORDER = {order}")];
    if with_inverse {
        lines.extend([format!("AP_ORDER= {order}"), format!("BP_ORDER= {order}")]);
    }
    for p in 0..=order {
        for q in 0..=order - p {
            if p + q < 2 {
                continue;
            }
            let size = 2.0 / 600_f64.powi((p + q) as i32) / (p + q) as f64;
            let (a, b) = (size * (1.0 - 0.3 * q as f64), -size * (0.7 - 0.2 * p as f64));
            lines.push(format!("{:8}= {a:.12E}", format!("A_{p}_{q}")));
            lines.push(format!("{:8}= {b:.12E}", format!("B_{p}_{q}")));
            if with_inverse {
                lines.push(format!("{:8}= {:.12E}", format!("AP_{p}_{q}"), -a));
                lines.push(format!("{:8}= {:.12E}", format!("BP_{p}_{q}"), -b));
            }
        }
    }
    lines
}

/// Terms of TPV up to the third order, small against the field.
pub const TPV: &[&str] = &[
    "PV1_0   = 1.2E-05",
    "PV1_1   = 1.0002",
    "PV1_2   = -3.1E-05",
    "PV1_4   = 2.2E-03",
    "PV1_5   = -1.1E-03",
    "PV1_6   = 0.7E-03",
    "PV1_7   = 1.4E-02",
    "PV1_9   = -0.8E-02",
    "PV2_0   = -0.4E-05",
    "PV2_1   = 0.9998",
    "PV2_2   = 2.4E-05",
    "PV2_4   = -1.9E-03",
    "PV2_5   = 1.6E-03",
    "PV2_7   = 1.1E-02",
    "PV2_10  = 0.9E-02",
];

/// Headers in ICRS, which astropy answers with the same numbers.
pub fn in_icrs() -> Vec<Sample> {
    let centre = [150.3, 2.2];
    let mut samples = vec![
        sample("tan", plane("TAN", centre, &[]), [1024, 1024]),
        sample("tan-south-pole", plane("TAN", [77.0, -89.97], &[]), [1024, 1024]),
        sample("tan-ra-0", plane("TAN", [0.01, 40.0], &[]), [1024, 900]),
        sample("tan-lonpole", plane("TAN", centre, &["LONPOLE = 123.4"]), [1024, 1024]),
        sample("tan-scamp", plane("TAN", centre, TPV), [1024, 1024]),
        sample("tpv", plane("TPV", centre, TPV), [1024, 1024]),
        sample("sin-slant", plane("SIN", centre, &["PV2_1   = 0.12", "PV2_2   = -0.3"]), [1024, 1024]),
        sample("stg", plane("STG", centre, &[]), [1024, 1024]),
        sample("arc", plane("ARC", centre, &[]), [1024, 1024]),
        sample("zea", plane("ZEA", [300.0, -75.0], &[]), [1024, 1024]),
        sample("zea-sky", map("ZEA", [20.0, 90.0], &[]), [360, 180]),
        sample("zpn", plane("ZPN", centre, &["PV2_1   = 1.0", "PV2_3   = 42.0"]), [1024, 1024]),
        sample("car", map("CAR", [0.0, 0.0], &[]), [360, 180]),
        sample("car-oblique", map("CAR", [40.0, 30.0], &["LONPOLE = 10.0"]), [360, 180]),
        sample("cea", map("CEA", [120.0, 0.0], &["PV2_1   = 0.8"]), [360, 180]),
        sample("mer", map("MER", [10.0, 0.0], &[]), [360, 180]),
        sample("sfl", map("SFL", [0.0, 0.0], &[]), [360, 180]),
        sample("mol", map("MOL", [180.0, 0.0], &[]), [360, 180]),
        sample("ait", map("AIT", [0.0, 0.0], &[]), [360, 180]),
        sample("ait-oblique", map("AIT", [266.4, -29.0], &["LONPOLE = 150.0"]), [360, 180]),
        sample("hpx", map("HPX", [0.0, 0.0], &[]), [360, 180]),
    ];
    for (order, with_inverse) in [(2, true), (3, false), (4, true), (5, false), (9, false)] {
        let lines = sip(order, with_inverse);
        let more: Vec<&str> = lines.iter().map(String::as_str).collect();
        let name = format!("sip-{order}-{with_inverse}");
        samples.push(sample(&name, plane("TAN-SIP", centre, &more), [1024, 1024]));
    }
    samples.extend([swapped("TAN", &[]), rotated(), degenerate_cube(), in_arcseconds()]);
    samples
}

/// Declination first: what belongs to an axis changes its number.
pub fn swapped(projection: &str, more: &[&str]) -> Sample {
    let straight = plane(projection, [200.0, 47.0], more);
    let exchange = |line: &String| {
        let (name, value) = line.split_once('=').expect("every line has a value");
        let is_row = ["CTYPE", "CRVAL", "CD", "PV"].iter().any(|start| name.starts_with(start));
        let first_digit = name.find(['1', '2']).filter(|_| is_row);
        let mut name = name.to_owned();
        if let Some(place) = first_digit {
            let other = if &name[place..=place] == "1" { "2" } else { "1" };
            name.replace_range(place..=place, other);
        }
        format!("{name}={value}")
    };
    sample(&format!("swapped-{projection}"), straight.iter().map(exchange).collect(), [1024, 1000])
}

fn rotated() -> Sample {
    let scale = ["CDELT1  = -1.1E-04", "CDELT2  = 0.9E-04", "CROTA2  = 33.0"];
    sample("crota", described("TAN", [12.0, 80.0], [300.0, 200.0], &scale, &[]), [600, 400])
}

fn degenerate_cube() -> Sample {
    let more = [
        "WCSAXES = 3",
        "NAXIS3  = 1",
        "CTYPE3  = 'FREQ'",
        "CRVAL3  = 1.4E9",
        "CDELT3  = 1.0E6",
        "CRPIX3  = 1.0",
    ];
    let scale = ["CDELT1  = -1.1E-04", "CDELT2  = 0.9E-04", "PC1_2   = 0.2", "PC2_1   = -0.1"];
    let mut lines = described("SIN", [12.0, -30.0], [300.0, 200.0], &scale, &more);
    lines[2] = "NAXIS   =                    3".to_owned();
    sample("cube", lines, [600, 400])
}

fn in_arcseconds() -> Sample {
    let more = ["CUNIT1  = 'arcsec'", "CUNIT2  = 'arcsec'"];
    let scale = ["CDELT1  = -0.4", "CDELT2  = 0.4"];
    sample("arcsec", described("TAN", [36000.0, -72000.0], [300.0, 200.0], &scale, &more), [600, 400])
}

/// Headers in other frames, each with how many arcseconds the answer may differ from astropy's.
///
/// FK5 is taken as ICRS (0.032 arcseconds), and the galactic axes are tied to FK5 or to ICRS.
pub fn in_other_frames() -> Vec<(Sample, f64)> {
    let in_frame = |name: &str, cards: &[&str], tolerance_arcsec: f64| {
        let mut lines = plane("TAN", [83.6, 22.0], &[]);
        lines.retain(|line| !line.starts_with("RADESYS"));
        lines.extend(cards.iter().map(|card| (*card).to_owned()));
        (sample(name, lines, [1024, 1024]), tolerance_arcsec)
    };
    let renamed = |name: &str, axes: [&str; 2], tolerance_arcsec: f64| {
        let mut sample = in_frame(name, &[], tolerance_arcsec);
        for (axis, text) in axes.iter().enumerate() {
            sample.0.lines[3 + axis] = format!("CTYPE{}  = '{text}'", axis + 1);
        }
        sample
    };
    vec![
        in_frame("fk5", &["RADESYS = 'FK5'", "EQUINOX = 2000.0"], 0.033),
        in_frame("fk5-1975", &["RADESYS = 'FK5'", "EQUINOX = 1975.0"], 1e-6),
        in_frame("fk4", &["RADESYS = 'FK4'", "EQUINOX = 1950.0"], 0.1),
        in_frame("fk4-no-e", &["RADESYS = 'FK4-NO-E'", "EQUINOX = 1950.0"], 0.1),
        in_frame("fk4-1900", &["EQUINOX = 1900.0"], 0.3),
        renamed("galactic", ["GLON-TAN", "GLAT-TAN"], 0.03),
    ]
}
