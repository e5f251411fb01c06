//! The translation of a cone search, made once for all centres and radii.
//!
//! A template is found, not written: the query is translated for two cones, and every bound value must be one that a
//! cone gives, or the same in both. A third cone proves it. So whatever the passes do, a template either gives their own
//! translation or does not exist.

use sky::{CellRange, Cone, Coverage, Region, SkyPosition};

use crate::param::Param;
use crate::planner::FLAGGED_FROM_DEG;
use crate::printer::{bindable, cosd, half_sine_squared};
use crate::translation::Translation;

/// The translation of a query with one cone, whose statement is the same for all cones but for its bound values.
#[derive(Clone, Debug)]
pub struct ConeTemplate {
    translation: Translation,
    values: Vec<Value>,
}

/// Where a bound value comes from.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Lon,
    Lat,
    LatCosine,
    Radius,
    /// The square of the sine of half the radius.
    HalfRadiusSine,
    /// The first cells of the ranges.
    First,
    /// The last cells of the ranges.
    Last,
    /// The same for all cones.
    Fixed(Param),
}

/// What a cone gives to the statement.
struct Given {
    cone: Cone,
    ranges: Vec<CellRange>,
}

/// What is drawn from a cone; the first that fits a value is taken.
const DRAWN: [Value; 7] = [
    Value::Lon,
    Value::Lat,
    Value::LatCosine,
    Value::Radius,
    Value::HalfRadiusSine,
    Value::First,
    Value::Last,
];

/// Longitudes, latitudes and radii in degrees that have no number in common, nor any that follows from them.
const PROBES: [(f64, f64, f64); 3] = [
    (123.456789, 34.567891, 0.123457),
    (210.987654, -12.345678, 0.234568),
    (301.234567, 56.789012, 0.345679),
];

impl ConeTemplate {
    /// The template of the query that `translate` translates for a given cone; its errors are passed on.
    ///
    /// `None` where the statement itself depends on the cone, as it does for tables without an index, and for those
    /// whose storage wants ranges in the text.
    pub fn of<E>(
        coverage: &dyn Coverage,
        translate: impl Fn(&Cone) -> Result<Translation, E>,
    ) -> Result<Option<Self>, E> {
        let probes: Option<Vec<Given>> =
            PROBES.iter().map(|probe| Given::of(&probe_cone(*probe)?, coverage)).collect();
        let Some(Ok([first, second, third])) = probes.map(<[Given; 3]>::try_from) else { return Ok(None) };
        let mut translation = translate(&first.cone)?;
        let mut other = translate(&second.cone)?;
        let (params, others) = (std::mem::take(&mut translation.params), std::mem::take(&mut other.params));
        if translation != other || params.len() != others.len() {
            return Ok(None);
        }
        let value = |(one, other): (&Param, &Param)| Value::found([(one, &first), (other, &second)]);
        let Some(values) = params.iter().zip(&others).map(value).collect() else { return Ok(None) };
        let template = Self { translation, values };
        let expected = translate(&third.cone)?;
        let is_proven =
            template.params_of(&third) == expected.params && template.translation.sql == expected.sql;
        Ok(is_proven.then_some(template))
    }

    /// Everything but the bound values, which are missing.
    pub fn translation(&self) -> &Translation {
        &self.translation
    }

    /// The bound values of a cone: those of its own translation.
    ///
    /// `None` for cones that want another statement, those from 1 degree on, and for those that cannot be covered: their
    /// own translation has the right one, or tells why.
    pub fn params(&self, cone: &Cone, coverage: &dyn Coverage) -> Option<Vec<Param>> {
        Given::of(cone, coverage).map(|given| self.params_of(&given))
    }

    fn params_of(&self, given: &Given) -> Vec<Param> {
        self.values.iter().map(|value| value.of(given)).collect()
    }
}

impl Given {
    fn of(cone: &Cone, coverage: &dyn Coverage) -> Option<Self> {
        if cone.radius_deg() >= FLAGGED_FROM_DEG {
            return None;
        }
        let ranges = coverage.cover(&Region::Cone(*cone)).ok()?;
        Some(Self { cone: *cone, ranges: CellRange::without_flags(&ranges) })
    }
}

impl Value {
    /// What gives both values to their cones.
    fn found(values: [(&Param, &Given); 2]) -> Option<Self> {
        let fits = |value: &Value| values.iter().all(|(param, given)| value.of(given) == **param);
        let drawn = DRAWN.into_iter().find(fits);
        let [(one, _), (other, _)] = values;
        drawn.or_else(|| (one == other).then(|| Self::Fixed(one.clone())))
    }

    fn of(&self, given: &Given) -> Param {
        let (centre, radius_deg) = (given.cone.centre(), given.cone.radius_deg());
        let number = |number: f64| Param::Float8(bindable(number));
        match self {
            Self::Lon => number(centre.lon_deg()),
            Self::Lat => number(centre.lat_deg()),
            Self::LatCosine => number(cosd(centre.lat_deg())),
            Self::Radius => number(radius_deg),
            Self::HalfRadiusSine => number(half_sine_squared(radius_deg)),
            Self::First => Param::Int8Array(given.ranges.iter().map(|range| range.first).collect()),
            Self::Last => Param::Int8Array(given.ranges.iter().map(|range| range.last).collect()),
            Self::Fixed(param) => param.clone(),
        }
    }
}

fn probe_cone((lon_deg, lat_deg, radius_deg): (f64, f64, f64)) -> Option<Cone> {
    Cone::new(SkyPosition::new(lon_deg, lat_deg).ok()?, radius_deg).ok()
}
