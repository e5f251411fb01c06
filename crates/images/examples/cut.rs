//! Times cutouts of a file: `cut FILE HDU SIZE COUNT [THREADS]` cuts random squares and tells the time of one and the memory.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use images::{Cutout, FitsFile, Part, PixelBox};

#[expect(clippy::print_stdout, reason = "this is what the example is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, hdu, size, count, threads @ ..] = arguments.as_slice() else {
        return Err("expected FILE HDU SIZE COUNT [THREADS]".into());
    };
    let (hdu, size, count): (usize, i64, u64) = (hdu.parse()?, size.parse()?, count.parse()?);
    let threads: u64 = threads.first().map_or(Ok(1), |threads| threads.parse())?;
    let path = Path::new(path);
    // What is read once only, before memory is measured.
    cut(path, hdu, size, 0)?;
    let before_kib = resident_kib();
    let start = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let work =
            |thread: u64| (0..count).map(|index| cut(path, hdu, size, thread * count + index)).collect();
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        let times: Result<Vec<Vec<Duration>>, String> = running
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Err("a thread failed".into())))
            .collect();
        times.map(|times| times.concat())
    })?;
    let took = start.elapsed();
    times.sort();
    let quantile = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e3;
    println!(
        "{} cutouts, p50 {:.3} ms, p95 {:.3} ms, {:.0}/s, memory grew by {} KiB",
        times.len(),
        quantile(50),
        quantile(95),
        times.len() as f64 / took.as_secs_f64(),
        resident_kib() - before_kib
    );
    Ok(())
}

/// Opens the file, cuts a square somewhere, and throws it away.
fn cut(path: &Path, hdu: usize, size: i64, seed: u64) -> Result<Duration, String> {
    let run = || -> Result<Duration, images::ImageError> {
        let start = Instant::now();
        let file = FitsFile::open(path)?;
        let image = file.hdu(hdu)?.image()?.ok_or(images::ImageError::NoImage { hdu })?;
        let place = |axis: usize, salt: u64| {
            let room = (image.axes[axis] as i64 - size).max(0) as u64 + 1;
            ((seed + 1).wrapping_mul(salt) >> 20) as i64 % room as i64 + 1
        };
        let (x, y) = (place(0, 0x9e37_79b9_7f4a), place(1, 0xbf58_476d_1ce4));
        let part = Part { hdu, pixels: PixelBox::new((x, x + size - 1), (y, y + size - 1)) };
        let mut bytes = 0;
        for chunk in Cutout::image(&file, &part, &["a square"])? {
            bytes += chunk?.len();
        }
        std::hint::black_box(bytes);
        Ok(start.elapsed())
    };
    run().map_err(|error| error.to_string())
}

/// The largest resident memory so far.
fn resident_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
