//! Square arrays of pixels, and their means.

/// Pixels of a cell in the order of a FITS tile: the first row is its lowest. The first column of the last row is the
/// southern corner; columns go north-west and rows, from the last to the first, north-east. NaN has no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raster {
    /// Pixels on each side.
    pub(crate) side: usize,
    pub(crate) values: Vec<f32>,
}

impl Raster {
    /// Without values.
    pub(crate) fn blank(side: usize) -> Self {
        Self { side, values: vec![f32::NAN; side * side] }
    }

    /// Where a pixel of the cell is: `x` towards north-east, `y` towards north-west.
    pub(crate) fn place(side: usize, x: usize, y: usize) -> usize {
        (side - 1 - x) * side + y
    }

    /// The value of a pixel.
    pub(crate) fn value(&self, x: usize, y: usize) -> f32 {
        self.values[Self::place(self.side, x, y)]
    }

    /// Whether no pixel has a value.
    pub(crate) fn is_blank(&self) -> bool {
        self.values.iter().all(|value| value.is_nan())
    }

    /// The same cell with half of the pixels on each side: means of those of four that have values.
    pub(crate) fn halved(&self) -> Self {
        let side = self.side / 2;
        let mut values = Vec::with_capacity(side * side);
        for rows in self.values.chunks_exact(2 * self.side) {
            let (low, high) = rows.split_at(self.side);
            for (low, high) in low.chunks_exact(2).zip(high.chunks_exact(2)) {
                values.push(mean([low[0], low[1], high[0], high[1]]));
            }
        }
        Self { side, values }
    }

    /// Puts the pixels of a smaller cell at its place, in steps of its own size.
    pub(crate) fn put(&mut self, part: &Self, (x, y): (usize, usize)) {
        let first_row = self.side - (x + 1) * part.side;
        for (row, values) in part.values.chunks_exact(part.side).enumerate() {
            let begin = (first_row + row) * self.side + y * part.side;
            self.values[begin..begin + part.side].copy_from_slice(values);
        }
    }

    /// The pixels of a smaller cell.
    pub(crate) fn part(&self, side: usize, (x, y): (usize, usize)) -> Self {
        let first_row = self.side - (x + 1) * side;
        let mut values = Vec::with_capacity(side * side);
        for row in first_row..first_row + side {
            let begin = row * self.side + y * side;
            values.extend_from_slice(&self.values[begin..begin + side]);
        }
        Self { side, values }
    }
}

fn mean(values: [f32; 4]) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for value in values {
        if value.is_finite() {
            sum += f64::from(value);
            count += 1;
        }
    }
    if count == 0 { f32::NAN } else { (sum / f64::from(count)) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_that_of_the_pixels_with_values() {
        let nan = f32::NAN;
        let raster = Raster {
            side: 4,
            values: vec![
                1.0,
                3.0,
                nan,
                nan, //
                5.0,
                7.0,
                nan,
                nan, //
                nan,
                2.0,
                nan,
                f32::INFINITY, //
                nan,
                4.0,
                nan,
                9.0,
            ],
        };
        let halved = raster.halved();
        assert_eq!(halved.side, 2);
        assert_eq!((halved.values[0], halved.values[2], halved.values[3]), (4.0, 3.0, 9.0));
        assert!(halved.values[1].is_nan());
    }

    #[test]
    fn a_part_comes_back_from_where_it_was_put() {
        let mut whole = Raster::blank(4);
        let mut part = Raster::blank(2);
        part.values = vec![1.0, 2.0, 3.0, 4.0];
        whole.put(&part, (1, 0));
        assert_eq!(whole.part(2, (1, 0)), part);
        assert!(whole.part(2, (0, 0)).is_blank());
        // The southern corner of the part is the last row's first column.
        assert_eq!((whole.value(2, 0), whole.value(2, 1), whole.value(3, 0)), (3.0, 4.0, 1.0));
    }
}
