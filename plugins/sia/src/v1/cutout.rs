//! What the cutouts of images would be: centre, lengths, reference pixel and size of the files that the region makes of them
//! (SIA 1.0 §4.2.2, for services of the type Cutout).

mod image;

use bytes::{BufMut, Bytes, BytesMut};
use catalogue::quoted;
use futures_util::{StreamExt, stream};
use pg_rows::{Field, Fields};
use plugin_api::{Error, Host, Result, RowItem, RowStream};
use sky::LonLatRange;
use wcs::{CutRegion, Wcs};

use super::columns::Output;
use super::region::Region;
use crate::shape::Shape;
use image::Image;
pub(crate) use image::needed;

/// The width and height of the cutout of a region without extent.
const USUAL_SIZE_DEG: f64 = 0.05;

/// The header of a file, and of a part of it.
const HEADER_BYTES: i64 = 2 * 2880;

/// How the rows of images become rows of cutouts.
#[derive(Clone, Debug)]
pub(crate) struct Cutouts {
    region: CutRegion,
    places: Places,
    /// How many columns the answer has.
    count: usize,
}

/// The columns of the answer that differ between an image and its cutout.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    centre: [Option<usize>; 2],
    naxis: Option<usize>,
    crpix: Option<usize>,
    bytes: Option<usize>,
}

/// A cutout.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cut {
    centre_deg: [f64; 2],
    lengths: [i32; 2],
    crpix: [f64; 2],
    bytes: i64,
}

/// The region that is cut out: that of the request, or a usual one round its place.
pub(crate) fn region(asked: &Region) -> Region {
    match asked.is_point() {
        true => Region { size_deg: [USUAL_SIZE_DEG; 2], ..*asked },
        false => *asked,
    }
}

/// The parameter of SODA that cuts a region out, ready for an address.
pub(crate) fn soda_parameter(region: &Region) -> String {
    match region.shape() {
        Shape::Range([west, east, south, north]) => {
            format!("&POS=RANGE%20{west}%20{east}%20{south}%20{north}")
        }
        _ => String::new(),
    }
}

impl Cutouts {
    /// Those of a region, for an answer with these columns.
    pub(crate) fn new(region: &Region, outputs: &[Output]) -> Result<Self> {
        let Shape::Range([west, east, south, north]) = region.shape() else {
            return Err(Error::internal("a region of version 1.0 that is no range"));
        };
        let range = LonLatRange::new([west, east], [south, north])
            .map_err(|error| Error::internal(format!("a range that is none: {error}")))?;
        let place = |name: &str| outputs.iter().position(|output| quoted(&output.name) == name);
        Ok(Self {
            region: CutRegion::Range(range),
            places: Places {
                centre: [place("ra"), place("dec")],
                naxis: place("naxis"),
                crpix: place("crpix"),
                bytes: place("filesize"),
            },
            count: outputs.len(),
        })
    }

    /// The rows of the cutouts; an image of which the region has no pixel makes none.
    pub(crate) fn of(self, host: &Host, rows: RowStream) -> RowStream {
        let columns = rows.columns().iter().take(self.count).cloned().collect();
        let state = (rows, self, host.clone(), 0_u64);
        let items = stream::unfold(state, |(mut rows, cutouts, host, mut sent)| async move {
            let item = match rows.next().await? {
                Ok(RowItem::Rows(batch)) => match cutouts.worked(&host, batch).await {
                    Ok((made, count)) => {
                        sent += count;
                        Ok(RowItem::Rows(made))
                    }
                    Err(error) => Err(error),
                },
                Ok(RowItem::End { overflow, .. }) => Ok(RowItem::End { rows: sent, overflow }),
                Err(error) => Err(error),
            };
            Some((item, (rows, cutouts, host, sent)))
        });
        RowStream::new(columns, items)
    }

    /// A batch, on a thread that may take its time: a box of pixels is found in a third of a millisecond.
    async fn worked(&self, host: &Host, batch: Bytes) -> Result<(Bytes, u64)> {
        let cutouts = self.clone();
        let made = host.blocking(move || cutouts.batch(&batch)).await?;
        made.ok_or_else(|| Error::internal("a row is not what its query asked for"))
    }

    fn batch(&self, mut batch: &[u8]) -> Option<(Bytes, u64)> {
        let mut out = BytesMut::with_capacity(batch.len());
        let mut count = 0;
        while !batch.is_empty() {
            let (row, rest) = batch.split_at_checked(pg_rows::length(batch)?)?;
            count += u64::from(self.row(row, &mut out)?);
            batch = rest;
        }
        Some((out.freeze(), count))
    }

    /// Writes the row of a cutout; false if there is none. An image whose coordinates nobody can compute stays as it is.
    fn row(&self, row: &[u8], out: &mut BytesMut) -> Option<bool> {
        let mut fields = Fields::of(row)?;
        let start = out.len();
        out.put_i16(i16::try_from(self.count).ok()?);
        // Where the values begin that are to be changed; 0 for NULL.
        let mut values = vec![0; self.count];
        for value in &mut values {
            match fields.next()? {
                Field::Null => out.put_i32(-1),
                Field::Value(bytes) => {
                    out.put_i32(i32::try_from(bytes.len()).ok()?);
                    *value = out.len();
                    out.put_slice(bytes);
                }
            }
        }
        match self.cut(&mut fields)? {
            Cutting::Unknown => Some(true),
            Cutting::Nothing => {
                out.truncate(start);
                Some(false)
            }
            Cutting::Cut(cut) => {
                self.change(&cut, &values, out);
                Some(true)
            }
        }
    }

    /// Changes the values that are the cutout's, in place: they are as long as those of the image.
    fn change(&self, cut: &Cut, values: &[usize], out: &mut BytesMut) {
        let mut put = |place: Option<usize>, offset: usize, bytes: &[u8]| {
            let Some(start) = place.map(|place| values[place]).filter(|start| *start > 0) else { return };
            if let Some(target) = out.get_mut(start + offset..start + offset + bytes.len()) {
                target.copy_from_slice(bytes);
            }
        };
        for axis in 0..2 {
            put(self.places.centre[axis], 0, &cut.centre_deg[axis].to_be_bytes());
            put(self.places.naxis, ARRAY_HEAD + axis * 8, &cut.lengths[axis].to_be_bytes());
            put(self.places.crpix, ARRAY_HEAD + axis * 12, &cut.crpix[axis].to_be_bytes());
        }
        put(self.places.bytes, 0, &cut.bytes.to_be_bytes());
    }

    fn cut(&self, fields: &mut Fields<'_>) -> Option<Cutting> {
        let Some(image) = Image::read(fields)? else { return Some(Cutting::Unknown) };
        let Ok(wcs) = Wcs::from_header(&image.header()) else { return Some(Cutting::Unknown) };
        let Some(found) = wcs.pixel_box(&self.region, image.lengths) else { return Some(Cutting::Nothing) };
        let lengths = found.lengths();
        let middle = [0, 1].map(|axis| (found.first[axis] + found.last[axis]) as f64 / 2.0);
        let Some(centre) = wcs.sky_of(middle) else { return Some(Cutting::Unknown) };
        let pixels = |lengths: [u64; 2]| lengths[0] as f64 * lengths[1] as f64;
        let part = pixels(lengths) / pixels(image.lengths);
        Some(Cutting::Cut(Cut {
            centre_deg: [centre.lon_deg(), centre.lat_deg()],
            lengths: lengths.map(|length| i32::try_from(length).unwrap_or(i32::MAX)),
            crpix: [0, 1].map(|axis| image.crpix[axis] - (found.first[axis] - 1) as f64),
            bytes: HEADER_BYTES + (image.bytes as f64 * part) as i64,
        }))
    }
}

/// The bytes of an array in PostgreSQL's binary form before its first element, and the length of that.
const ARRAY_HEAD: usize = 24;

/// What the region makes of an image.
enum Cutting {
    Cut(Cut),
    Nothing,
    Unknown,
}

#[cfg(test)]
mod tests {
    use pg_rows::int4;

    use super::*;

    fn image() -> Image<'static> {
        Image {
            projection: "TAN",
            frame: "ICRS",
            equinox: None,
            bytes: 4_000_000,
            lengths: [1000, 1000],
            crpix: [500.5, 500.5],
            crval: [10.0, 0.0],
            cd: [-0.001, 0.0, 0.0, 0.001],
        }
    }

    /// The needed values as the end of a row.
    fn needed_values(image: &Image<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        let mut put = |bytes: &[u8]| {
            out.put_i32(bytes.len() as i32);
            out.put_slice(bytes);
        };
        put(image.projection.as_bytes());
        put(image.frame.as_bytes());
        put(&2000.0_f64.to_be_bytes());
        put(&image.bytes.to_be_bytes());
        image.lengths.iter().for_each(|length| put(&(*length as i32).to_be_bytes()));
        let numbers = image.crpix.iter().chain(&image.crval).chain(&image.cd);
        numbers.for_each(|number| put(&number.to_be_bytes()));
        out
    }

    fn outputs() -> Vec<Output> {
        super::super::columns::outputs(&catalogue::images::condition_table(), 0)
    }

    fn cutouts(lon: f64, size: f64) -> Cutouts {
        let region = Region { centre_deg: [lon, 0.0], size_deg: [size; 2] };
        Cutouts::new(&region, &outputs()).unwrap()
    }

    /// A row of an answer with VERB=0: NULL but for position and lengths.
    fn row(image: &Image<'_>) -> Vec<u8> {
        let mut out = (8 + 14_i16).to_be_bytes().to_vec();
        let mut naxis = Vec::new();
        for number in [1, 0, 23, 2, 1] {
            naxis.put_i32(number);
        }
        for length in image.lengths {
            naxis.put_i32(4);
            naxis.put_i32(length as i32);
        }
        let (ra, dec) = (image.crval[0].to_be_bytes(), image.crval[1].to_be_bytes());
        for value in [None, Some(&ra[..]), Some(&dec), None, Some(&naxis), None, None, None] {
            out.put_i32(value.map_or(-1, |value| value.len() as i32));
            out.put_slice(value.unwrap_or_default());
        }
        out.extend(needed_values(image));
        out
    }

    #[test]
    fn a_cutout_has_its_own_centre_lengths_and_reference_pixel() {
        let values = needed_values(&image());
        let head = (14_i16).to_be_bytes();
        let whole = [&head[..], &values].concat();
        let Some(Cutting::Cut(cut)) = cutouts(9.9, 0.1).cut(&mut Fields::of(&whole).unwrap()) else {
            panic!("there are pixels");
        };
        // 0.1 degrees are 100 pixels of 0.001 degrees; their borders need not be those of the region.
        assert!(cut.lengths.iter().all(|length| (100..=102).contains(length)), "{cut:?}");
        assert!((cut.centre_deg[0] - 9.9).abs() < 1e-3 && cut.centre_deg[1].abs() < 1e-3, "{cut:?}");
        // The region lies to the west, where pixels have larger numbers.
        assert!((cut.crpix[0] - (500.5 - 550.0)).abs() < 2.0, "{cut:?}");
        assert!((cut.crpix[1] - (500.5 - 450.0)).abs() < 2.0, "{cut:?}");
        assert!((40_000..50_000).contains(&cut.bytes), "{cut:?}");
    }

    #[test]
    fn rows_become_those_of_cutouts_and_images_without_pixels_are_left_out() {
        let batch = [row(&image()), row(&Image { crval: [200.0, 0.0], ..image() }), row(&image())].concat();
        let (made, count) = cutouts(10.0, 0.05).batch(&batch).unwrap();
        assert_eq!(count, 2);
        let mut fields = Fields::of(&made).unwrap();
        let values: Vec<_> = (0..8).map(|_| fields.next().unwrap()).collect();
        let Field::Value(naxis) = values[4] else { panic!("it has lengths") };
        let lengths = [20, 28].map(|place| int4(&naxis[place + 4..place + 8]).unwrap());
        assert!(lengths.iter().all(|length| (50..=52).contains(length)), "{lengths:?}");
        assert_eq!(pg_rows::count(&made), Some(2));
    }

    #[test]
    fn an_image_without_coordinates_stays_what_it_is() {
        let nulls = [&(14_i16).to_be_bytes()[..], &[255; 4 * 14]].concat();
        let made = cutouts(10.0, 0.1).cut(&mut Fields::of(&nulls).unwrap());
        assert!(matches!(made, Some(Cutting::Unknown)));
        assert_eq!(cutouts(10.0, 0.1).batch(&[0, 1, 2]), None);
    }

    #[test]
    fn a_region_without_extent_is_cut_out_with_the_usual_one() {
        let point = Region { centre_deg: [10.0, 0.0], size_deg: [0.0; 2] };
        assert_eq!(region(&point).size_deg, [0.05; 2]);
        assert_eq!(soda_parameter(&region(&point)), "&POS=RANGE%209.975%2010.025%20-0.025%200.025");
    }
}
