//! What bends the plane: coefficients of SIP, PV cards, and the correction texts of TNX and ZPX.

use crate::Error;
use crate::axes::Axes;
use crate::cards::{Cards, Value, wrong};
use crate::linear::Linear;

/// Larger absolute values than this are taken for damage.
const COEFFICIENT_MAX: f64 = 1e30;

/// The highest order of a SIP polynomial: Shupe et al. 2005.
const SIP_ORDER_MAX: usize = 9;

/// The last index of the TPV convention.
const PV_INDEX_MAX: usize = 39;

/// The parameters of a projection and of the distortion before or behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Distortion {
    /// The projection code after SCAMP's use of PV cards with TAN is told as TPV.
    pub(crate) projection: &'static str,
    /// The card's name, without a letter, and its value: `A_ORDER`, `A_2_0`, … for the library's header.
    pub(crate) sip: Vec<(String, f64)>,
    /// PV of the axis, 1 for longitude and 2 for latitude, and the index.
    pub(crate) pv: Vec<(usize, usize, f64)>,
    /// WAT texts of longitude and latitude.
    pub(crate) wat: Option<[String; 2]>,
}

impl Distortion {
    pub(crate) fn read(cards: &Cards, axes: &Axes, linear: &Linear) -> Result<Self, Error> {
        let sip = sip(cards, axes, linear)?;
        let mut pv = parameters(cards, axes)?;
        let mut projection = axes.projection;
        let mut wat = None;
        match projection {
            "TAN" => {
                // PV has no meaning for latitude with TAN, nor beyond 4 for longitude: SCAMP wrote them.
                let bends = pv.iter().any(|(axis, index, value)| (*axis == 2 || *index > 4) && *value != 0.0);
                if bends && sip.is_empty() {
                    projection = "TPV";
                } else if !sip.is_empty() {
                    pv.clear();
                } else {
                    pv.retain(|(axis, index, _)| *axis == 1 && (1..=4).contains(index));
                }
            }
            "TPV" if pv.is_empty() => projection = "TAN",
            "TNX" | "ZPX" => wat = Some([wat_text(cards, axes, axes.lon)?, wat_text(cards, axes, axes.lat)?]),
            _ => {}
        }
        if projection == "TPV" {
            with_unit_terms(&mut pv);
        }
        Ok(Self { projection, sip, pv, wat })
    }
}

/// The scale of an axis is 1 in TPV where no card gives it.
fn with_unit_terms(pv: &mut Vec<(usize, usize, f64)>) {
    for axis in [1, 2] {
        if !pv.iter().any(|(other, index, _)| (*other, *index) == (axis, 1)) {
            pv.push((axis, 1, 1.0));
        }
    }
}

/// The forward polynomials. The inverse ones, AP and BP, are approximations; the library inverts the forward ones.
fn sip(cards: &Cards, axes: &Axes, linear: &Linear) -> Result<Vec<(String, f64)>, Error> {
    let mut coefficients = Vec::new();
    if !cards.has("A_ORDER") && !cards.has("B_ORDER") || !axes.alternate.is_empty() && !is_marked(cards, axes)
    {
        return Ok(coefficients);
    }
    if linear.pixel_axes != [1, 2] {
        return Err(Error::NotAPlane(axes.count));
    }
    for name in ["A", "B"] {
        let card = format!("{name}_ORDER");
        let order = match cards.number(&card, SIP_ORDER_MAX as f64) {
            Ok(Some(order)) if order >= 0.0 && order.fract() == 0.0 => order as usize,
            Ok(None) => return Err(Error::Missing { card, meaning: "the order of a SIP polynomial" }),
            _ => {
                let value = cards.value(&card).cloned().unwrap_or(Value::Other(String::new()));
                return Err(wrong(&card, &value, "an order from 0 to 9"));
            }
        };
        coefficients.push((card, order as f64));
        for p in 0..=order {
            for q in 0..=order - p {
                let card = format!("{name}_{p}_{q}");
                if let Some(value) = cards.number(&card, COEFFICIENT_MAX)? {
                    coefficients.push((card, value));
                }
            }
        }
    }
    let is_flat = coefficients.iter().all(|(card, value)| card.ends_with("ORDER") || *value == 0.0);
    Ok(if is_flat { Vec::new() } else { coefficients })
}

/// Whether the CTYPE of an alternative description says that SIP belongs to it.
fn is_marked(cards: &Cards, axes: &Axes) -> bool {
    let card = axes.card("CTYPE", axes.lon);
    matches!(cards.value(&card), Some(Value::Text(text)) if text.trim_end().ends_with("-SIP"))
}

/// The PV cards of both axes, in a fixed order.
fn parameters(cards: &Cards, axes: &Axes) -> Result<Vec<(usize, usize, f64)>, Error> {
    let mut found = Vec::new();
    for name in cards.names_with("PV") {
        let Some((axis, index)) = parameter_place(name, &axes.alternate) else { continue };
        let place = match axis {
            axis if axis == axes.lon => 1,
            axis if axis == axes.lat => 2,
            _ => continue,
        };
        if index > PV_INDEX_MAX {
            let value = cards.value(name).cloned().unwrap_or(Value::Other(String::new()));
            return Err(wrong(name, &value, "an index from 0 to 39 behind the axis"));
        }
        if let Some(value) = cards.number(name, COEFFICIENT_MAX)? {
            found.push((place, index, value));
        }
    }
    found.sort_by_key(|(place, index, _)| (*place, *index));
    Ok(found)
}

/// Axis and index of `PVi_m`, with the letter of the description behind it.
fn parameter_place(name: &str, alternate: &str) -> Option<(usize, usize)> {
    let (axis, index) = name.strip_prefix("PV")?.strip_suffix(alternate)?.split_once('_')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(axis) || !is_number(index) {
        return None;
    }
    Some((axis.parse().ok()?, index.parse().ok()?))
}

/// The text of the WATi_nnn cards of an axis, which continue each other in the midst of words; every number checked.
fn wat_text(cards: &Cards, axes: &Axes, axis: usize) -> Result<String, Error> {
    let mut text = String::new();
    for part in 1..=999 {
        match cards.value(&format!("WAT{axis}_{part:03}")) {
            Some(Value::Text(piece)) => text.push_str(&format!("{piece:68}")),
            Some(other) => return Err(wrong(&format!("WAT{axis}_{part:03}"), other, "a string in quotes")),
            None => break,
        }
    }
    let is_lon = axis == axes.lon;
    let key = if is_lon { "lngcor" } else { "latcor" };
    let quoted = |key: &str| {
        let behind = text.split_once(key)?.1.trim_start().strip_prefix('=')?.trim_start();
        behind.strip_prefix('"')?.split_once('"').map(|(inside, _)| inside)
    };
    let mut written = format!(
        "wtype={} axtype={}",
        axes.projection.to_ascii_lowercase(),
        if is_lon { "ra" } else { "dec" }
    );
    if axes.projection == "ZPX" {
        append_zpn(&mut written, &text);
    }
    let Some(inside) = quoted(key) else { return Ok(written) };
    let numbers: Option<Vec<f64>> = inside.split_whitespace().map(|word| word.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| is_surface(numbers)).ok_or_else(|| Error::Wrong {
        card: format!("WAT{axis}_001"),
        value: format!("{key} of {} words", inside.split_whitespace().count()),
        expected: "a surface of IRAF: kind, orders, cross terms, limits and as many coefficients as they need",
    })?;
    let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:?}")).collect();
    written.push_str(&format!(" {key} = \"{} \"", numbers.join(" ")));
    Ok(written)
}

/// The parameters `projp0` to `projp9` of ZPX.
fn append_zpn(written: &mut String, text: &str) {
    for index in 0..10 {
        let value = text.split_once(&format!("projp{index}")).and_then(|(_, behind)| {
            let behind = behind.trim_start().strip_prefix('=')?.trim_start();
            behind.split_whitespace().next()?.parse::<f64>().ok()
        });
        if let Some(value) = value.filter(|value| value.abs() <= COEFFICIENT_MAX) {
            written.push_str(&format!(" projp{index}={value:?}"));
        }
    }
}

/// Whether numbers are a polynomial surface of `gsurfit` of an order that the library takes.
fn is_surface(numbers: &[f64]) -> bool {
    let [kind, x_order, y_order, cross, x_min, x_max, y_min, y_max, coefficients @ ..] = numbers else {
        return false;
    };
    let small = |value: &f64| value.fract() == 0.0 && (1.0..=8.0).contains(value);
    if !numbers.iter().all(|number| number.abs() <= COEFFICIENT_MAX)
        || ![kind, x_order, y_order].into_iter().all(small)
        || *kind > 3.0
        || x_min >= x_max
        || y_min >= y_max
    {
        return false;
    }
    let (x, y) = (*x_order as usize, *y_order as usize);
    let needed = match *cross {
        0.0 => x + y - 1,
        1.0 => x * y,
        2.0 => (0..y).map(|row| x.min((x.max(y)).saturating_sub(row))).sum(),
        _ => return false,
    };
    coefficients.len() == needed
}
