//! How fast rows are observed: a million of 20 columns, two of them of 12 reals, on one thread.

use std::time::Instant;

use catalogue::Position;
use statistics::Observer;

/// Blocks of rows and rows of a block: together a million.
const BLOCKS: usize = 100;
const BLOCK_ROWS: usize = 10_000;

fn main() {
    let reals = (0..16).map(|n| format!("r{n} = {{ type = \"float\" }}\n")).collect::<String>();
    let file = format!(
        "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"sky\"\n[[table]]\nname = \"t\"\n[table.columns]\n\
         ra = {{ type = \"double\" }}\ndec = {{ type = \"double\" }}\n{reals}\
         a = {{ type = \"float[12]\" }}\nb = {{ type = \"float[12]\" }}\n"
    );
    let table = catalogue::parse("sky.toml", &file).expect("the file is right").tables.remove(0);
    let blocks: Vec<Vec<u8>> = (0..BLOCKS).map(block).collect();
    let position = Position::find(&table.columns).expect("ra and dec");
    let whole = Observer::new(&table.columns, Some(&position));
    let mut cells = Observer::new(&table.columns, None);
    cells.observe_cell(0);
    for (what, mut observer) in [("with positions", whole), ("without", cells)] {
        let begun = Instant::now();
        for block in &blocks {
            observer.observe(block).expect("rows of the table");
        }
        let found = observer.finish();
        eprintln!("{} rows {what}: {} ms", found.rows, begun.elapsed().as_millis());
    }
}

/// Rows all over the sky.
fn block(number: usize) -> Vec<u8> {
    let mut rows = Vec::new();
    for row in number * BLOCK_ROWS..(number + 1) * BLOCK_ROWS {
        let part = (row as f64 * 0.618_033_988_75).fract();
        rows.extend_from_slice(&20_i16.to_be_bytes());
        for degrees in [part * 360.0, part * 170.0 - 85.0] {
            rows.extend_from_slice(&8_i32.to_be_bytes());
            rows.extend_from_slice(&degrees.to_be_bytes());
        }
        let real = [4_i32.to_be_bytes(), (part as f32).to_be_bytes()].concat();
        (0..16).for_each(|_| rows.extend_from_slice(&real));
        let head = [20 + 12 * 8_i32, 1, 0, 700, 12, 1].map(i32::to_be_bytes).concat();
        for _ in 0..2 {
            rows.extend_from_slice(&head);
            (0..12).for_each(|_| rows.extend_from_slice(&real));
        }
    }
    rows
}
