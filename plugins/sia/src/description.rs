//! What an answer of SIA 2.0 says of the service itself (SIA 2.0 §3.3, DataLink 1.1 §4.3).

use catalogue::{Arraysize, Datatype, ValueType};
use formats::{Format, Param, ServiceDescriptor};
use service::Limits;

use crate::STANDARD_ID;
use crate::options::Values;
use crate::parameter::{PARAMETERS, Parameter, Rule, STATES};

/// The service that sends the answer, with all that it can be asked.
pub(crate) fn this(query_url: &str, limits: &Limits, values: &Values) -> ServiceDescriptor {
    let mut inputs: Vec<Param> = PARAMETERS.iter().map(|parameter| input(parameter, values)).collect();
    inputs.push(Param {
        description: Some("The most rows of the answer".to_owned()),
        min: Some("0".to_owned()),
        max: Some(limits.maxrec_hard.min(i32::MAX as u64).to_string()),
        ..Param::new("MAXREC", ValueType::scalar(Datatype::Int), "")
    });
    let formats = Format::offered().iter().map(|offered| offered.aliases.first().unwrap_or(&offered.mime));
    inputs.push(Param {
        description: Some("Format of the answer".to_owned()),
        options: formats.map(|name| (*name).to_owned()).collect(),
        ..Param::text("RESPONSEFORMAT", "")
    });
    ServiceDescriptor {
        name: Some("this".to_owned()),
        description: Some("Search for images by region, wavelength, time and more".to_owned()),
        is_this: true,
        inputs,
        ..ServiceDescriptor::new(STANDARD_ID, query_url)
    }
}

fn input(parameter: &Parameter, values: &Values) -> Param {
    let value_type = match parameter.rule {
        Rule::Meets(..) | Rule::Holds(_) => ValueType {
            datatype: Datatype::Double,
            arraysize: Some(Arraysize::exactly(2)),
            xtype: Some("interval".to_owned()),
        },
        Rule::Calibration => ValueType::scalar(Datatype::Int),
        _ => ValueType::text(),
    };
    let options = match parameter.rule {
        Rule::Polarisation => STATES.map(str::to_owned).to_vec(),
        _ => {
            let known = parameter.listed_column().and_then(|column| values.get(column));
            known.into_iter().flatten().cloned().collect()
        }
    };
    Param {
        unit: parameter.unit.map(str::to_owned),
        ucd: Some(parameter.ucd.to_owned()),
        description: Some(parameter.description.to_owned()),
        options,
        ..Param::new(parameter.name, value_type, "")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_parameter_is_said_with_its_type_and_what_there_is() {
        let collections = BTreeSet::from(["DR1".to_owned(), "DR2".to_owned()]);
        let values = Values::from([("obs_collection", collections)]);
        let this = this("http://h/sia/query", &Limits::default(), &values);
        let outside: Vec<(&str, &str)> =
            this.params.iter().map(|param| (param.name.as_str(), param.value.as_str())).collect();
        let expected =
            [("standardID", "ivo://ivoa.net/std/SIA#query-2.0"), ("accessURL", "http://h/sia/query")];
        assert_eq!(outside, expected);
        let names: Vec<&str> = this.inputs.iter().map(|input| input.name.as_str()).collect();
        let expected = "POS BAND TIME POL FOV SPATRES SPECRP EXPTIME TIMERES ID COLLECTION FACILITY INSTRUMENT DPTYPE \
                        CALIB TARGET FORMAT MAXREC RESPONSEFORMAT";
        assert_eq!(names.join(" "), expected);
        let of = |name: &str| this.inputs.iter().find(|input| input.name == name).unwrap();
        assert_eq!(of("COLLECTION").options, ["DR1", "DR2"]);
        assert_eq!(of("FACILITY").options, Vec::<String>::new());
        assert_eq!(of("BAND").value_type.xtype.as_deref(), Some("interval"));
        assert_eq!((of("BAND").unit.as_deref(), of("SPECRP").unit.as_deref()), (Some("m"), None));
        assert_eq!(of("CALIB").value_type, ValueType::scalar(Datatype::Int));
        assert!(this.inputs.iter().all(|input| input.value.is_empty()));
    }
}
