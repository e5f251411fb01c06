//! What is inside of what, by vector arithmetic of the tests' own.

use crate::ranges::Range;
use crate::vectors::{Random, Vector, angle_deg, at_distance, cross, dot, plus, position, unit, vector};

/// A star of `2 * tips` vertices round a centre, alternately at two radii.
pub fn star(centre: [f64; 2], outer_deg: f64, inner_deg: f64, tips: usize, turn_deg: f64) -> Vec<f64> {
    let step_deg = 180.0 / tips as f64;
    (0..2 * tips)
        .flat_map(|i| {
            let radius_deg = if i % 2 == 0 { outer_deg } else { inner_deg };
            at_distance(centre[0], centre[1], radius_deg, turn_deg + i as f64 * step_deg)
        })
        .collect()
}

pub fn vertices(polygon: &[f64]) -> Vec<Vector> {
    polygon.chunks(2).map(|pair| vector(pair[0], pair[1])).collect()
}

/// Positive if the point is on the left of the arc from `a` to `b`; exact for near points.
pub fn side(a: Vector, b: Vector, point: Vector) -> f64 {
    dot(point, cross(plus(a, -1.0, point), plus(b, -1.0, point)))
}

/// The pole of the arc from `a` to `b`; exact for near points.
pub fn pole(a: Vector, b: Vector) -> Vector {
    unit(cross(plus(a, 1.0, b), plus(b, -1.0, a)))
}

/// The angle from a point to an arc in degrees.
pub fn arc_distance_deg(point: Vector, a: Vector, b: Vector) -> f64 {
    let pole = pole(a, b);
    let abeam = dot(cross(pole, a), point) >= 0.0 && dot(cross(b, pole), point) >= 0.0;
    let length = dot(plus(b, -1.0, a), plus(b, -1.0, a)).sqrt();
    if abeam {
        (side(a, b, point) / length).abs().min(1.0).asin().to_degrees()
    } else {
        angle_deg(point, a).min(angle_deg(point, b))
    }
}

/// Whether a star round `centre` holds a point: between which two spokes it is, and on which side of the edge there.
pub fn star_holds(polygon: &[f64], centre: [f64; 2], point: [f64; 2]) -> bool {
    let (middle, here, corners) =
        (vector(centre[0], centre[1]), vector(point[0], point[1]), vertices(polygon));
    (0..corners.len()).any(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % corners.len()]);
        let inner = unit_sum(middle, a, b);
        let holds = |p: Vector, q: Vector| side(p, q, here) * side(p, q, inner) >= 0.0;
        holds(middle, a) && holds(a, b) && holds(b, middle) && dot(here, middle) > 0.0
    })
}

pub fn unit_sum(a: Vector, b: Vector, c: Vector) -> Vector {
    unit([a[0] + b[0] + c[0], a[1] + b[1] + c[1], a[2] + b[2] + c[2]])
}

pub fn border_deg(polygon: &[f64], point: [f64; 2]) -> f64 {
    let (here, corners) = (vector(point[0], point[1]), vertices(polygon));
    let edges =
        (0..corners.len()).map(|i| arc_distance_deg(here, corners[i], corners[(i + 1) % corners.len()]));
    edges.fold(180.0, f64::min)
}

/// A circle or a star, which knows what is inside.
#[derive(Clone, Debug)]
pub struct Shape {
    pub centre: [f64; 2],
    pub reach_deg: f64,
    /// As the functions take it.
    pub numbers: Vec<f64>,
}

impl Shape {
    pub fn circle(centre: [f64; 2], radius_deg: f64) -> Self {
        Self { centre, reach_deg: radius_deg, numbers: vec![centre[0], centre[1], radius_deg] }
    }

    pub fn random(random: &mut Random, centre: [f64; 2], reach_deg: f64) -> Self {
        if random.unit() < 0.4 {
            return Self::circle(centre, reach_deg);
        }
        let (inner, tips) = (random.between(0.2, 1.0), 2 + (random.unit() * 4.0) as usize);
        let numbers = star(centre, reach_deg, reach_deg * inner, tips, random.between(0.0, 360.0));
        Self { centre, reach_deg, numbers }
    }

    /// How far inside a point is, in degrees; negative outside.
    pub fn depth_deg(&self, point: [f64; 2]) -> f64 {
        if let Some(range) = Range::of(&self.numbers) {
            return range.depth_deg(point);
        }
        if let [lon, lat, radius_deg] = self.numbers[..] {
            return radius_deg - angle_deg(vector(lon, lat), vector(point[0], point[1]));
        }
        let border = border_deg(&self.numbers, point);
        if star_holds(&self.numbers, self.centre, point) { border } else { -border }
    }

    /// Points of the border, and the largest distance between neighbours.
    pub fn border(&self) -> (Vec<[f64; 2]>, f64) {
        const COUNT: usize = 240;
        if let Some(range) = Range::of(&self.numbers) {
            return range.border(COUNT);
        }
        if let [lon, lat, radius_deg] = self.numbers[..] {
            let turn = |i: usize| i as f64 * 360.0 / COUNT as f64;
            let points = (0..COUNT).map(|i| at_distance(lon, lat, radius_deg, turn(i))).collect();
            return (points, radius_deg * 7.0 / COUNT as f64);
        }
        let corners = vertices(&self.numbers);
        let steps = COUNT / corners.len();
        let points = (0..corners.len() * steps).map(|i| {
            let (a, b) = (corners[i / steps], corners[(i / steps + 1) % corners.len()]);
            let part = (i % steps) as f64 / steps as f64;
            position(unit(plus([a[0] * (1.0 - part), a[1] * (1.0 - part), a[2] * (1.0 - part)], part, b)))
        });
        (points.collect(), 6.0 * self.reach_deg / steps as f64)
    }
}
