//! What an image covers of the sky.

use sky::{Cone, Polygon, SkyPosition, UnitVector};

use crate::bounds::Bounds;
use crate::{Wcs, vector};

/// How many vertices a footprint has at most.
const VERTICES_MAX: usize = 64;

/// Pixels by which the border of the image may miss the polygon.
const DEVIATION_PIXELS: f64 = 0.1;

/// The same in arcseconds, where pixels are smaller than half of one.
const DEVIATION_ARCSEC: f64 = 0.05;

/// Longer edges are always cut.
const EDGE_MAX_RAD: f64 = 1.0;

/// Steps of the grid with which a map that has no simple border is measured.
const GRID: usize = 64;

/// What an image covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Footprint {
    /// The region.
    pub extent: Extent,
    /// The position of the middle of the image; where it has none, the middle of what has positions.
    pub centre: SkyPosition,
    /// The diameter in degrees of the circle round the centre that holds the image, in (0, 360]: `s_fov`.
    pub diameter_deg: f64,
}

/// The region that an image covers, in ICRS.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// The image, to within a tenth of a pixel or a twentieth of an arcsecond.
    Polygon(Polygon),
    /// A circle that holds the image, which has no simple border: parts of it without positions, edges that touch each
    /// other, or more than half of the sky.
    Circle(Cone),
    /// The image may reach every point of the sky.
    WholeSky,
}

impl Extent {
    /// The vertices of a polygon in the order of DALI 1.1 §3.3.7, which is counter-clockwise as seen from inside the
    /// sphere: with north up and east left, the first longitude to grow is on the southern side. Empty for the others.
    pub fn dali_vertices(&self) -> Vec<SkyPosition> {
        match self {
            Self::Polygon(polygon) => polygon.vertices().iter().rev().copied().collect(),
            Self::Circle(_) | Self::WholeSky => Vec::new(),
        }
    }
}

impl Wcs {
    /// What an image of these lengths covers, with the outer edges of its pixels; `None` if no pixel has a position.
    pub fn footprint(&self, lengths: [u64; 2]) -> Option<Footprint> {
        if lengths.contains(&0) {
            return None;
        }
        self.polygon_footprint(lengths).or_else(|| self.circle_footprint(lengths))
    }

    fn polygon_footprint(&self, lengths: [u64; 2]) -> Option<Footprint> {
        let middle = lengths.map(|length| (length as f64 + 1.0) / 2.0);
        let centre = self.sky_of(middle)?;
        let scale_arcsec = self.pixel_scale_arcsec(middle)?;
        let deviation_arcsec = (DEVIATION_PIXELS * scale_arcsec).max(DEVIATION_ARCSEC);
        let border = self.border(lengths, (deviation_arcsec / 3600.0).to_radians())?;
        let vertices: Vec<SkyPosition> =
            border.iter().map(|edge| vector::position(&edge.from.direction)).collect();
        let polygon = Polygon::new(vertices).ok().filter(|polygon| polygon.contains(&centre))?;
        let from_centre = |edge: &Edge| centre.vector().angle_rad(&edge.from.direction);
        let radius_rad = border.iter().map(from_centre).fold(0.0, f64::max);
        Some(Footprint {
            extent: Extent::Polygon(polygon),
            centre,
            diameter_deg: (2.0 * radius_rad).to_degrees(),
        })
    }

    /// The border of an image as edges close to it; `None` if a part of it has no position.
    fn border(&self, lengths: [u64; 2], deviation_rad: f64) -> Option<Vec<Edge>> {
        let Bounds { min: [left, bottom], max: [right, top] } = Bounds::of_image(lengths);
        let mut corners = Vec::with_capacity(4);
        for pixel in [[left, bottom], [right, bottom], [right, top], [left, top]] {
            corners.push(self.vertex(pixel)?);
        }
        let mut edges = Vec::with_capacity(VERTICES_MAX);
        for (place, from) in corners.iter().enumerate() {
            edges.push(self.edge(*from, corners[(place + 1) % 4])?);
        }
        while edges.len() < VERTICES_MAX {
            let worst = (0..edges.len())
                .max_by(|a, b| edges[*a].deviation_rad.total_cmp(&edges[*b].deviation_rad))?;
            let Edge { from, middle, to, deviation_rad: deviates_rad } = edges[worst];
            if deviates_rad <= deviation_rad {
                break;
            }
            edges[worst] = self.edge(from, middle)?;
            edges.insert(worst + 1, self.edge(middle, to)?);
        }
        Some(edges)
    }

    fn vertex(&self, pixel: [f64; 2]) -> Option<Vertex> {
        let mut direction = [None];
        self.directions_of(&[pixel], &mut direction);
        direction[0].map(|direction| Vertex { pixel, direction })
    }

    fn edge(&self, from: Vertex, to: Vertex) -> Option<Edge> {
        let at = |part: f64| [0, 1].map(|axis| from.pixel[axis] + part * (to.pixel[axis] - from.pixel[axis]));
        let mut between = [None; 3];
        self.directions_of(&[at(0.25), at(0.5), at(0.75)], &mut between);
        let [Some(first), Some(middle), Some(last)] = between else { return None };
        let normal = vector::unit(&from.direction.cross(&to.direction.minus(&from.direction)));
        let off = [first, middle, last].map(|direction| normal.dot(&direction).abs());
        let is_long = from.direction.angle_rad(&to.direction) > EDGE_MAX_RAD
            || from.direction.angle_rad(&middle) > EDGE_MAX_RAD;
        let deviation_rad = if is_long { f64::MAX } else { off.into_iter().fold(0.0, f64::max) };
        Some(Edge { from, middle: Vertex { pixel: at(0.5), direction: middle }, to, deviation_rad })
    }

    /// A circle round all points of a grid that have positions.
    fn circle_footprint(&self, lengths: [u64; 2]) -> Option<Footprint> {
        let directions = self.grid(lengths);
        let mut middle = [None];
        self.directions_of(&[lengths.map(|length| (length as f64 + 1.0) / 2.0)], &mut middle);
        let sum = directions.iter().fold(UnitVector { x: 0.0, y: 0.0, z: 0.0 }, |sum, next| sum.plus(next));
        let centre = middle[0].unwrap_or(vector::unit(&sum));
        let radius_rad = directions.iter().map(|direction| centre.angle_rad(direction)).reduce(f64::max)?;
        // Between two points of the grid the map may reach further.
        let step_pixels = lengths.into_iter().max()? as f64 / GRID as f64;
        let radius_deg = radius_rad.to_degrees() + 1.5 * step_pixels * self.linear().scale_deg();
        let radius_deg = radius_deg.min(180.0);
        let centre = vector::position(&centre);
        let extent = match Cone::new(centre, radius_deg) {
            Ok(cone) if radius_deg < 180.0 => Extent::Circle(cone),
            _ => Extent::WholeSky,
        };
        Some(Footprint { extent, centre, diameter_deg: 2.0 * radius_deg })
    }

    fn grid(&self, lengths: [u64; 2]) -> Vec<UnitVector> {
        let at = |length: u64, step: usize| 0.5 + length as f64 * step as f64 / GRID as f64;
        let mut found = Vec::with_capacity((GRID + 1) * (GRID + 1));
        for row in 0..=GRID {
            let pixels: [[f64; 2]; GRID + 1] =
                std::array::from_fn(|column| [at(lengths[0], column), at(lengths[1], row)]);
            let mut directions = [None; GRID + 1];
            self.directions_of(&pixels, &mut directions);
            found.extend(directions.into_iter().flatten());
        }
        found
    }
}

/// A pixel of the border and its direction.
#[derive(Clone, Copy)]
struct Vertex {
    pixel: [f64; 2],
    direction: UnitVector,
}

/// A piece of the border.
#[derive(Clone, Copy)]
struct Edge {
    from: Vertex,
    middle: Vertex,
    to: Vertex,
    /// How far the border lies from the great circle through both ends.
    deviation_rad: f64,
}
