//! The counterparts in Gaia DR3 of bright, compact objects.

use crate::{
    object::{Kind, Object},
    plan::index,
    random::Stream,
};

/// A counterpart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counterpart {
    /// Made as Gaia makes it: the HEALPix index at level 12 is the number divided by 2^35.
    pub(crate) source: i64,
    pub(crate) lon_deg: f64,
    pub(crate) lat_deg: f64,
    pub(crate) distance_arcsec: f64,
    /// Absent where Gaia has a position only.
    pub(crate) motion: Option<Motion>,
    pub(crate) g_mag: f64,
    /// Absent for some of the faintest.
    pub(crate) bp_rp_mag: Option<f64>,
}

/// Parallax in mas and proper motion in mas/yr, with standard errors; towards increasing RA (times cos Dec) and Dec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Motion {
    pub(crate) parallax: f64,
    pub(crate) parallax_error: f64,
    pub(crate) pm_lon: f64,
    pub(crate) pm_lat: f64,
    pub(crate) pm_error: f64,
}

/// Absolute r magnitude of dwarfs at the whole numbers of the star's class.
const DWARFS: [f64; 7] = [0.8, 3.8, 5.0, 7.0, 8.8, 10.8, 13.5];

impl Counterpart {
    /// The counterpart of an object, if Gaia sees it.
    pub(crate) fn find(object: &Object, stream: &mut Stream) -> Option<Self> {
        let [r, g, i, ..] = object.magnitudes;
        let g_mag = r - 0.06 - 0.25 * (r - i - 0.3).max(0.0);
        let seen = match object.kind {
            Kind::Star { .. } if g_mag < 20.7 => 0.985,
            Kind::Quasar { .. } if g_mag < 20.5 => 0.9,
            Kind::Galaxy { .. } if g_mag < 19.5 => 0.25,
            _ => 0.0,
        };
        if !stream.chance(seen) {
            return None;
        }
        let (lon_offset, lat_offset) = (0.06 * stream.normal(), 0.06 * stream.normal());
        let (lon_deg, lat_deg) = shifted(object, lon_offset, lat_offset);
        Some(Self {
            source: index(lon_deg, lat_deg)? << 1,
            lon_deg,
            lat_deg,
            distance_arcsec: libm::sqrt(lon_offset * lon_offset + lat_offset * lat_offset),
            motion: Motion::measured(object, r, g_mag, stream),
            g_mag,
            bp_rp_mag: (g_mag < 20.2 || stream.chance(0.9)).then_some(0.36 + 0.65 * (g - i)),
        })
    }
}

impl Motion {
    fn measured(object: &Object, r_mag: f64, g_mag: f64, stream: &mut Stream) -> Option<Self> {
        let parallax_error = 0.02 * libm::exp10(0.28 * (g_mag - 15.0).max(0.0));
        let (parallax, speed_km_s) = match object.kind {
            Kind::Star { class } => nearness(class, r_mag, stream),
            Kind::Quasar { .. } => (0.0, 0.0),
            Kind::Galaxy { .. } => return None,
        };
        if g_mag > 19.8 && stream.chance(0.1) {
            return None;
        }
        let pm_error = 1.03 * parallax_error;
        let mut along = || speed_km_s * stream.normal() * parallax / 4.74 + pm_error * stream.normal();
        let (pm_lon, pm_lat) = (along(), along());
        let parallax = parallax + parallax_error * stream.normal();
        Some(Self { parallax, parallax_error, pm_lon, pm_lat, pm_error })
    }
}

/// The parallax of a star in mas and how fast stars like it move in km/s.
fn nearness(class: f64, r_mag: f64, stream: &mut Stream) -> (f64, f64) {
    let before = (class as usize).min(DWARFS.len() - 2);
    let dwarf = DWARFS[before] + (DWARFS[before + 1] - DWARFS[before]) * (class - before as f64);
    let giant = (2.0..4.0).contains(&class) && r_mag < 17.0 && stream.chance(0.15);
    let absolute_mag = if giant { 0.5 } else { dwarf + 0.3 * stream.normal() };
    let distance_pc = libm::exp10((r_mag - absolute_mag + 5.0) / 5.0);
    // Beyond the disc: the halo.
    (1000.0 / distance_pc, if distance_pc > 3000.0 { 150.0 } else { 35.0 })
}

/// The object's position moved by offsets on the sky in arcsec.
fn shifted(object: &Object, lon_offset: f64, lat_offset: f64) -> (f64, f64) {
    let round = |angle_deg: f64| libm::round(angle_deg * 1e8) / 1e8;
    let lat_deg = round(object.place.lat_deg + lat_offset / 3600.0);
    let stretch = libm::cos(object.place.lat_deg.to_radians());
    let lon_deg = round(object.place.lon_deg + lon_offset / 3600.0 / stretch);
    let lon_deg = if lon_deg < 0.0 { round(lon_deg + 360.0) } else { lon_deg };
    (if lon_deg >= 360.0 { round(lon_deg - 360.0) } else { lon_deg }, lat_deg)
}
