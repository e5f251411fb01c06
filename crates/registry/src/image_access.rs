//! The capability record of an image service (SIA 1.0 §6, SIA 1.1 of its schema).

use std::io;

use crate::xml::{Xml, optional_element, text_element};

/// What a Simple Image Access 1.0 service gives, and its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageAccess {
    /// `Cutout`, `Mosaic`, `Atlas` or `Pointed`.
    pub service_type: &'static str,
    /// The largest region in degrees of longitude and latitude that is no error; `None`: the whole sky.
    pub region_max_deg: Option<[f64; 2]>,
    /// The most rows of an answer; `None`: all.
    pub rows_max: Option<u64>,
    /// A region with at least one image.
    pub test_query: Option<TestRegion>,
}

/// A region with images in it, all in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestRegion {
    /// Right ascension in ICRS.
    pub ra_deg: f64,
    /// Declination in ICRS.
    pub dec_deg: f64,
    /// Width and height.
    pub size_deg: f64,
}

/// Writes what stands in a capability after its interfaces.
pub(crate) fn write(record: &ImageAccess, xml: &mut Xml) -> io::Result<()> {
    text_element(xml, "imageServiceType", record.service_type)?;
    if let Some(region_deg) = record.region_max_deg {
        pair(xml, "maxQueryRegionSize", region_deg)?;
    }
    // The schema has no word for no rows at all.
    let rows = record.rows_max.filter(|rows| *rows > 0).map(|rows| rows.to_string());
    optional_element(xml, "maxRecords", rows.as_deref())?;
    let Some(test) = record.test_query else { return Ok(()) };
    xml.create_element("testQuery").write_inner_content(|xml| {
        pair(xml, "pos", [test.ra_deg, test.dec_deg])?;
        pair(xml, "size", [test.size_deg; 2])
    })?;
    Ok(())
}

fn pair(xml: &mut Xml, name: &str, [long, lat]: [f64; 2]) -> io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        text_element(xml, "long", &long.to_string())?;
        text_element(xml, "lat", &lat.to_string())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Capabilities, Capability};

    fn document(capability: Capability) -> String {
        String::from_utf8(Capabilities { capabilities: vec![capability] }.xml().unwrap()).unwrap()
    }

    #[test]
    fn the_record_has_the_order_of_its_schema() {
        let record = ImageAccess {
            service_type: "Pointed",
            region_max_deg: Some([10.0, 5.5]),
            rows_max: Some(1000),
            test_query: Some(TestRegion { ra_deg: 10.25, dec_deg: -20.0, size_deg: 0.5 }),
        };
        let expected = "<capability standardID=\"ivo://ivoa.net/std/SIA\" xsi:type=\"sia:SimpleImageAccess\">\n    \
            <interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"1.0\">\n      \
            <accessURL use=\"base\">http://h/sia/v1?</accessURL>\n    </interface>\n    \
            <imageServiceType>Pointed</imageServiceType>\n    \
            <maxQueryRegionSize>\n      <long>10</long>\n      <lat>5.5</lat>\n    </maxQueryRegionSize>\n    \
            <maxRecords>1000</maxRecords>\n    \
            <testQuery>\n      <pos>\n        <long>10.25</long>\n        <lat>-20</lat>\n      </pos>\n      \
            <size>\n        <long>0.5</long>\n        <lat>0.5</lat>\n      </size>\n    </testQuery>\n  </capability>";
        let document = document(Capability::image_access("http://h/sia/v1/", record));
        assert!(document.contains(expected), "{document}");
    }

    #[test]
    fn the_second_version_has_no_record() {
        let document = document(Capability::image_search("http://h/sia/query"));
        let expected = "<capability standardID=\"ivo://ivoa.net/std/SIA#query-2.0\">\n    \
            <interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"2.0\">\n      \
            <accessURL use=\"base\">http://h/sia/query</accessURL>\n    </interface>\n  </capability>";
        assert!(document.contains(expected), "{document}");
    }
}
