//! `armilla hips`: what it makes, what it says, and what it refuses.

use std::fs;

use super::Place;

#[test]
fn the_command_makes_a_view_of_each_band_and_goes_on_where_it_was() {
    let place = Place::new();
    let said = place.site.done(&["hips", "wide"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    for (line, band) in lines.iter().zip(["b", "g", "r"]) {
        assert!(
            line.starts_with(&format!("{band}: order 8, ")) && line.contains(" files of tiles written: "),
            "{said}"
        );
        assert!(place.folder("wide").join(band).join("properties").is_file());
    }
    let again = place.site.done(&["hips", "wide", "--band", "g"]);
    assert!(again.starts_with("g: order 8, ") && again.contains(", all was there: "), "{again}");
    // A changed image is made again; the others stay.
    let file = place.data.join("g.fits");
    let mut bytes = fs::read(&file).unwrap();
    bytes[2880..2884].copy_from_slice(&7_f32.to_be_bytes());
    fs::write(&file, bytes).unwrap();
    let changed = place.site.done(&["hips", "wide", "--format", "png"]);
    let words: Vec<bool> = changed.lines().map(|line| line.contains("all was there")).collect();
    assert_eq!(words, [true, false, true], "{changed}");
}

#[test]
fn a_broken_image_is_told_and_left_out() {
    let place = Place::new();
    let file = place.data.join("r.fits");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..50_000]).unwrap();
    let said = place.site.done(&["hips", "wide", "--band", "r", "--band", "g"]);
    let told = "HDU 0: the file ends after 50000 bytes and should have 162880; copy it again";
    assert!(said.contains(&format!("left out: {}: {told}\n", file.display())), "{said}");
    assert!(said.contains("r: no image can be used\n") && said.contains("g: order 8"), "{said}");
}

#[test]
fn what_cannot_be_made_is_told_with_what_to_write() {
    let place = Place::new();
    for (arguments, told) in [
        (&["wide", "--band", "z"][..], "error: `wide` has no image in the band `z`; it has `b`, `g`, `r`\n"),
        (
            &["wide", "--colour", "r,g"],
            "error: invalid value 'r,g' for '--colour <RED,GREEN,BLUE>': write three bands, red first: --colour iSDSS,rSDSS,gSDSS\n\n\
             For more information, try '--help'.\n",
        ),
        (
            &["wide", "--limits", "5,1"],
            "error: invalid value '5,1' for '--limits <LOW,HIGH>': write two numbers, the lower first: --limits 0,100\n\n\
             For more information, try '--help'.\n",
        ),
    ] {
        let ended = place.site.run(&[&["hips"], arguments].concat());
        assert_eq!((ended.code, ended.err.as_str()), (Some(2), told), "{arguments:?}");
    }
}
