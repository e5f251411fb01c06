//! Tests of scaling: hand-computable cases, and what holds for every image.

use proptest::prelude::*;

use super::*;

const NAN: f32 = f32::NAN;

#[test]
fn blocks_become_their_means() {
    let rows = [[1.0, 3.0, 10.0, 20.0], [5.0, 7.0, 30.0, 40.0]];
    assert_eq!(scaled(&rows, (2, 1)), [4.0, 25.0]);
}

#[test]
fn pixel_on_the_border_of_two_blocks_counts_by_its_share() {
    // The middle pixel is half of either: (2 * 3 + 6) / 3 and (6 + 2 * 12) / 3.
    assert_eq!(scaled(&[[3.0, 6.0, 12.0]], (2, 1)), [4.0, 10.0]);
    assert_eq!(scaled(&[[3.0], [6.0], [12.0]], (1, 2)), [4.0, 10.0]);
}

#[test]
fn enlarged_pixels_lie_on_the_line_between_their_neighbours() {
    assert_eq!(scaled(&[[0.0, 8.0]], (4, 1)), [0.0, 2.0, 6.0, 8.0]);
    assert_eq!(scaled(&[[0.0], [8.0]], (1, 4)), [0.0, 2.0, 6.0, 8.0]);
}

#[test]
fn image_may_shrink_along_one_axis_and_grow_along_the_other() {
    assert_eq!(
        scaled(&[[0.0, 0.0], [4.0, 4.0], [8.0, 24.0], [8.0, 8.0]], (4, 2)),
        [2.0, 2.0, 2.0, 2.0, 8.0, 10.0, 14.0, 16.0]
    );
}

#[test]
fn blank_pixels_have_no_part_in_a_mean() {
    assert_eq!(scaled(&[[2.0, NAN], [f32::INFINITY, 4.0]], (1, 1)), [3.0]);
}

#[test]
fn block_with_less_than_half_of_its_pixels_is_blank() {
    let values = scaled(&[[NAN, NAN, 1.0, 2.0], [NAN, 7.0, NAN, NAN]], (2, 1));
    assert!(values[0].is_nan());
    assert_eq!(values[1], 1.5);
}

#[test]
fn blank_part_of_an_enlarged_image_ends_half_way_to_the_next_pixel() {
    let values = scaled(&[[NAN, 8.0]], (4, 1));
    assert!(values[0].is_nan() && values[1].is_nan());
    assert_eq!(values[2..], [8.0, 8.0]);
}

#[test]
fn the_largest_numbers_have_a_mean() {
    assert_eq!(scaled(&[[f32::MAX, f32::MAX], [f32::MAX, f32::MAX]], (1, 1)), [f32::MAX]);
    assert_eq!(scaled(&[[f32::MAX, f32::MIN]], (1, 1)), [0.0]);
}

#[test]
fn rows_of_another_length_are_refused() {
    let mut scaler = scaler((3, 2), (1, 1));
    scaler.push_row(&[0.0; 3]).unwrap();
    let error = scaler.push_row(&[0.0; 4]).unwrap_err();
    assert_eq!(error.to_string(), "row 1 of the image has 4 pixels instead of 3; pass whole rows");
}

#[test]
fn picture_before_the_last_row_is_refused() {
    let mut scaler = scaler((3, 2), (1, 1));
    scaler.push_row(&[0.0; 3]).unwrap();
    let error = scaler.finish().unwrap_err();
    assert_eq!(error.to_string(), "1 of 2 rows of the image were passed; pass the others too");
}

#[test]
fn row_after_the_last_is_refused() {
    let mut scaler = scaler((3, 1), (1, 1));
    scaler.push_row(&[0.0; 3]).unwrap();
    let error = scaler.push_row(&[0.0; 3]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the image has 1 rows and all of them were passed; make another scaler for another image"
    );
}

#[test]
fn huge_picture_is_refused_before_memory_is_taken() {
    let huge = Size { width: usize::MAX, height: usize::MAX };
    let error = Scaler::new(Size { width: 1, height: 1 }, huge).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("a picture of {huge} pixels is not made: ask for sides of 1 to 4096 pixels")
    );
}

proptest! {
    #[test]
    fn an_image_in_its_own_size_is_itself(image in image()) {
        let (size, rows) = image;
        let values = scaled(&rows, size);
        prop_assert_eq!(values, rows.concat());
    }

    #[test]
    fn a_mean_is_between_the_extremes(image in image(), target in (1_usize..9, 1_usize..9)) {
        let rows = image.1;
        let extreme = |pick: fn(f32, f32) -> f32| rows.iter().flatten().copied().reduce(pick).unwrap();
        let (low, high) = (extreme(f32::min), extreme(f32::max));
        prop_assert!(scaled(&rows, target).iter().all(|value| (low..=high).contains(value)));
    }

    #[test]
    fn a_reduced_image_keeps_its_mean(image in image()) {
        let ((width, height), rows) = image;
        let target = (width.div_ceil(2), height.div_ceil(3));
        let mean = |values: &[f32]| {
            values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64
        };
        prop_assert!((mean(&scaled(&rows, target)) - mean(&rows.concat())).abs() < 1e-3);
    }

    #[test]
    fn an_inclined_plane_stays_one_when_it_grows(size in (2_usize..6, 2_usize..6), factor in 2_usize..5) {
        let (width, height) = size;
        let rows: Vec<Vec<f32>> =
            (0..height).map(|y| (0..width).map(|x| (3 * x + 7 * y) as f32).collect()).collect();
        let target = (width * factor, height * factor);
        for (index, value) in scaled(&rows, target).into_iter().enumerate() {
            let place = |at: usize, last: usize| {
                ((at as f64 + 0.5) / factor as f64 - 0.5).clamp(0.0, last as f64)
            };
            let (x, y) = (place(index % target.0, width - 1), place(index / target.0, height - 1));
            prop_assert!((f64::from(value) - (3.0 * x + 7.0 * y)).abs() < 1e-4);
        }
    }
}

fn image() -> impl Strategy<Value = ((usize, usize), Vec<Vec<f32>>)> {
    (1_usize..20, 1_usize..20).prop_flat_map(|(width, height)| {
        let row = prop::collection::vec(-1e3_f32..1e3, width);
        prop::collection::vec(row, height).prop_map(move |rows| ((width, height), rows))
    })
}

fn scaler(source: (usize, usize), target: (usize, usize)) -> Scaler {
    let size = |(width, height)| Size { width, height };
    Scaler::new(size(source), size(target)).unwrap()
}

fn scaled<Row: AsRef<[f32]>>(rows: &[Row], target: (usize, usize)) -> Vec<f32> {
    let mut scaler = scaler((rows[0].as_ref().len(), rows.len()), target);
    for row in rows {
        scaler.push_row(row.as_ref()).unwrap();
    }
    scaler.finish().unwrap().values().to_vec()
}
