//! Positions in radians.

use crate::support::Place;

/// A VOTable with a place in radians, as TOPCAT writes the unit, in both widths of numbers.
fn document(datatype: &str) -> String {
    format!(
        "<VOTABLE xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>\
         <FIELD name=\"n\" datatype=\"int\"/>\
         <FIELD name=\"RA\" datatype=\"{datatype}\" unit=\"RADIANS{{IHMS.3}}\"/>\
         <FIELD name=\"DEC\" datatype=\"{datatype}\" unit=\"radians\"><DESCRIPTION>Declination</DESCRIPTION></FIELD>\
         <DATA><TABLEDATA>\
         <TR><TD>1</TD><TD>3.141592653589793</TD><TD>-0.7853981633974483</TD></TR>\
         <TR><TD>2</TD><TD>NaN</TD><TD>0.5</TD></TR>\
         </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    )
}

#[tokio::test]
async fn positions_in_radians_are_stored_in_degrees() {
    for (datatype, expected) in
        [("double", "1|180|-45|t\n2|NaN|28.64788975654116|f"), ("float", "1|180|-45|t\n2|NaN|28.64789|f")]
    {
        let place = Place::new();
        let file = place.file("stars.vot", document(datatype));
        let ingested = place.run(&place.order(&[&file])).await.unwrap();
        let rows = place.psql("SELECT n, ra, dec, hpx IS NOT NULL FROM sky.stars ORDER BY n");
        assert_eq!(rows, expected);
        let fields = [&ingested.columns[1].field, &ingested.columns[2].field];
        assert_eq!(fields.map(|field| field.unit.as_deref()), [Some("deg"); 2]);
        assert_eq!(
            fields.map(|field| field.description.as_deref()),
            [Some("converted from radians"), Some("Declination; converted from radians")]
        );
        assert_eq!(ingested.statistics.columns[2].min.as_deref(), Some("-45.0"));
    }
}

#[test]
fn positions_in_other_units_are_refused() {
    let place = Place::new();
    let file = place.file("stars.vot", document("double").replace("\"radians\"", "\"arcsec\""));
    let (text, hint) = place.refused(&place.order(&[&file]));
    assert_eq!(text, "column `DEC` is in `arcsec`, and a position must be in degrees or radians");
    assert_eq!(hint, "name the columns of the position with --ra and --dec, or write --no-position");
}
