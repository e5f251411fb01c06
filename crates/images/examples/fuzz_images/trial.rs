//! One file, read to its end and cut.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use images::{Cutout, FitsFile, ImageError, Part, PixelBox};

/// No file of a few kilobytes may take longer.
const LONGEST: Duration = Duration::from_secs(5);
/// A vast image of constant tiles is read so far only.
const BYTES_MAX: u64 = 4 << 20;

/// The reader as the fuzzer calls it, and a file on disk to read from.
pub struct Trial {
    file: File,
    slowest: Duration,
}

impl Trial {
    /// Makes the file.
    pub fn new() -> Result<Self, String> {
        let file = tempfile::tempfile().map_err(|error| error.to_string())?;
        Ok(Self { file, slowest: Duration::ZERO })
    }

    /// The longest time that a file took so far.
    pub fn slowest(&self) -> Duration {
        self.slowest
    }

    /// What the reader says of the file, without what it cites; or what is wrong with it.
    pub fn outcome(&mut self, bytes: &[u8]) -> Result<String, String> {
        self.write(bytes).map_err(|error| error.to_string())?;
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.read()));
        let took = start.elapsed();
        self.slowest = self.slowest.max(took);
        match outcome {
            Err(_) => Err("panic".to_owned()),
            Ok(_) if took > LONGEST && self.is_slow_again() => Err(format!("took {took:?}")),
            Ok(Err(error)) => Ok(shape(&error.to_string())),
            Ok(Ok(shape)) => Ok(shape),
        }
    }

    /// Refuses the outcome of a file that has no image.
    pub fn is_image(outcome: String) -> Result<(), String> {
        match outcome.starts_with("images") {
            true => Ok(()),
            false => Err(format!("a seed is no image: {outcome}")),
        }
    }

    /// Whether it is the file that takes long, and not the machine that was busy with something else.
    fn is_slow_again(&self) -> bool {
        let start = Instant::now();
        drop(catch_unwind(AssertUnwindSafe(|| self.read())));
        start.elapsed() > LONGEST
    }

    fn write(&self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.write_all_at(bytes, 0)
    }

    /// Reads all images: once whole, once as a file of their first pixels.
    fn read(&self) -> Result<String, ImageError> {
        let file = FitsFile::of_file(self.file.try_clone()?, 20)?;
        let mut kinds = String::from("images");
        for hdu in file.hdus() {
            let Some(image) = hdu.image()? else { continue };
            let mut section = file.section(hdu.number, &PixelBox::whole())?;
            let (mut out, mut total) = (Vec::new(), 0);
            while total < BYTES_MAX && section.read(&mut out)? {
                total += out.len() as u64;
                out.clear();
            }
            let part = Part { hdu: hdu.number, pixels: PixelBox::whole().with_axis(1, (1, 1)) };
            for chunk in Cutout::image(&file, &part, &["first pixels"])?.take(4) {
                chunk?;
            }
            kinds += &format!(" {} {}", image.pixel.bitpix(), total.checked_ilog2().unwrap_or(0));
        }
        Ok(kinds)
    }
}

/// A message without numbers and without what stands between backticks, which are different for every file.
fn shape(message: &str) -> String {
    let plain: String = message.split('`').step_by(2).collect();
    plain.chars().filter(|c| !c.is_ascii_digit()).collect()
}
