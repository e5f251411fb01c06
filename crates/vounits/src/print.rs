//! Units as VOUnits text (VOUnits 1.1 §2.7 and appendix B).

use std::fmt;

use crate::magnitude::Magnitude;
use crate::power::Power;
use crate::symbol::{Stem, Symbol};
use crate::unit::Unit;

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scale(self.scale, self.factors.is_empty(), out)?;
        let is_below = |power: Power| power.numerator() < 0;
        let above = self.factors.iter().filter(|(_, power)| !is_below(*power));
        let below: Vec<&(Symbol, Power)> =
            self.factors.iter().filter(|(_, power)| is_below(*power)).collect();
        // Without anything above the slash there can be none.
        let slash = below.len() < self.factors.len();
        let plain = if slash { Vec::new() } else { below.clone() };
        write_product(above.chain(plain).map(|(symbol, power)| (symbol, *power)), out)?;
        if !slash || below.is_empty() {
            return Ok(());
        }
        let inverted = below.iter().map(|(symbol, power)| (symbol, power.negated()));
        let (open, close) = if below.len() > 1 { ("(", ")") } else { ("", "") };
        write!(out, "/{open}")?;
        write_product(inverted, out)?;
        out.write_str(close)
    }
}

impl Stem {
    /// The stem; in quotes if it is not a known one.
    pub(crate) fn quoted(&self) -> String {
        match self {
            Self::Known(known) => known.text.to_owned(),
            Self::Named(name) => format!("'{name}'"),
            Self::Function { name, argument } => format!("{name}({argument})"),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.prefix.map_or("", |prefix| prefix.text);
        match &self.stem {
            // Without quotes it must be read as the same symbol again.
            Stem::Named(name) if prefix.is_empty() && is_word(name) && Self::of_word(name) == *self => {
                out.write_str(name)
            }
            stem => write!(out, "{prefix}{}", stem.quoted()),
        }
    }
}

fn write_product<'s>(
    factors: impl Iterator<Item = (&'s Symbol, Power)>,
    out: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (place, (symbol, power)) in factors.enumerate() {
        let dot = if place == 0 { "" } else { "." };
        match power {
            Power::ONE => write!(out, "{dot}{symbol}")?,
            power => write!(out, "{dot}{symbol}**{power}")?,
        }
    }
    Ok(())
}

fn write_scale(scale: Magnitude, alone: bool, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match scale.as_power_of_ten() {
        Some(0) => Ok(()),
        Some(1) => out.write_str("10"),
        Some(ten) => write!(out, "10**{ten}"),
        None => {
            let value = scale.value();
            // Numbers of this size are read as they are written, without an exponent.
            match alone || !(0.001..1e6).contains(&value) {
                true => write!(out, "{value:e}"),
                false => write!(out, "{value}"),
            }
        }
    }
}

fn is_word(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphabetic()) && !name.is_empty()
}
