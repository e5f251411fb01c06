//! What the lints say, as a whole text.

use super::lint;
use crate::obscore::{MANDATORY, UTYPE_PREFIX};

const FILE: &str = "conf.d/collections/c.toml";

const HEAD: &str = "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"s\"\n[[table]]\nname = \"t\"\ndescription = \"R\"\n";

/// What is said of a table with these lines, all in one text.
fn said(lines: &str) -> Vec<String> {
    let text = format!("{HEAD}{lines}");
    crate::parse(FILE, &text).unwrap();
    lint(FILE, &text).iter().map(|problem| problem.titled("warning")).collect()
}

fn column(keys: &str) -> Vec<String> {
    said(&format!("[table.columns]\nx = {{ type = \"double\", description = \"D\", {keys} }}\n"))
}

#[test]
fn a_good_column_has_nothing_to_be_said_of() {
    assert_eq!(column("unit = \"km/s\", ucd = \"spect.dopplerVeloc;stat.mean\""), Vec::<String>::new());
}

#[test]
fn units_are_told_with_their_place_and_what_to_write() {
    let text = "warning: unit `km.s-1` of column `x`: it is not written as VOUnits are
  --> conf.d/collections/c.toml:9:50

hint: write `km/s`";
    assert_eq!(column("unit = \"km.s-1\""), [text]);
    let text = "warning: unit `arcsek` of column `x`: VOUnits does not know `arcsek`
  --> conf.d/collections/c.toml:9:50

hint: did you mean `arcsec`? put it in single quotes if it is meant so";
    assert_eq!(column("unit = \"arcsek\""), [text]);
    assert_eq!(column("unit = \"unknown\"").len(), 1);
    assert_eq!(column("unit = \"km/\"").len(), 1);
}

#[test]
fn words_of_a_ucd_are_looked_up_and_their_order_is_held() {
    let hints = |ucd: &str| -> Vec<String> {
        super::ucd::said(ucd).into_iter().map(|(message, hint)| format!("{message}; {hint}")).collect()
    };
    assert_eq!(hints("pos.eq.rra"), ["there is no word `pos.eq.rra` in UCD1+; did you mean `pos.eq.ra`?"]);
    assert_eq!(
        hints("em.opt.R;phot.mag"),
        ["`em.opt.R` cannot be the first word; write `phot.mag;em.opt.R`"]
    );
    assert_eq!(
        hints("stat.mean;meta.id")[1],
        "`meta.id` can only be the first word; put it first, or leave it out"
    );
    assert_eq!(
        hints("POS_EQ_RA_MAIN"),
        ["there is no word `POS_EQ_RA_MAIN` in UCD1+; this is a UCD1; write words of UCD1+, e.g. \
          `pos.eq.ra;meta.main` for `POS_EQ_RA_MAIN`"]
    );
    for good in ["phot.color;em.opt.B;em.opt.V", "ivoa:pos.eq.ra;meta.main", "ours:any.thing", "POS.EQ.RA"] {
        assert_eq!(hints(good), Vec::<String>::new(), "{good}");
    }
}

#[test]
fn names_that_need_quotes_are_told() {
    let text = "warning: column name `size` is a reserved word of ADQL: each query must write it between double quotes
  --> conf.d/collections/c.toml:9:1

hint: publish it under another name, with `database_column = \"size\"`";
    assert_eq!(said("[table.columns]\nsize = { type = \"int\", description = \"D\" }\n"), [text]);
    let said = said("[table.columns]\n\"B-V\" = { type = \"int\", description = \"D\" }\n");
    assert!(said[0].starts_with("warning: column name `B-V` is no plain name in ADQL: "), "{said:?}");
}

#[test]
fn missing_descriptions_are_a_number() {
    let columns = "[table.columns]\na = { type = \"int\" }\nb = { type = \"int\" }\nc = { type = \"int\", description = \"D\" }\n";
    let text = "warning: 2 of 3 columns have no description, first `a` of table `t`
  --> conf.d/collections/c.toml:9:1

hint: say in a sentence what the values are";
    assert_eq!(said(columns), [text]);
}

#[test]
fn a_cone_search_needs_one_column_that_names_a_row() {
    let table = |ucds: [&str; 2]| {
        let columns = ucds.map(|ucd| format!("type = \"int\", description = \"D\", ucd = \"{ucd}\""));
        said(&format!(
            "position = {{ lon = \"ra\", lat = \"dec\" }}\ncone_search = true\n[table.columns]\n\
             ra = {{ type = \"double\", description = \"D\" }}\ndec = {{ type = \"double\", description = \"D\" }}\n\
             a = {{ {} }}\nb = {{ {} }}\n",
            columns[0], columns[1]
        ))
    };
    assert_eq!(table(["meta.id;meta.main", "meta.id"]), Vec::<String>::new());
    let none = "warning: no column of table `t` has the UCD `meta.id;meta.main`
  --> conf.d/collections/c.toml:9:15

hint: give it to the one column that names a row: a cone search needs exactly one";
    assert_eq!(table(["meta.id", "meta.id"]), [none]);
    assert_eq!(table(["meta.id;meta.main"; 2]).len(), 1);
}

/// An ObsCore table as the standard wants it, with some text replaced.
fn obscore(from: &str, to: &str) -> Vec<String> {
    let mut text = HEAD.replace("\"s\"", "\"ivoa\"").replace("\"t\"", "\"ObsCore\"") + "[table.columns]\n";
    for column in MANDATORY {
        let datatype = column.datatype.name();
        let shape = if datatype == "char" { "[*]" } else { "" };
        let unit = column.unit.map(|unit| format!(", unit = \"{unit}\"")).unwrap_or_default();
        text += &format!(
            "{} = {{ type = \"{datatype}{shape}\"{unit}, ucd = \"{}\", utype = \"{UTYPE_PREFIX}{}\", description = \"D\" }}\n",
            column.name, column.ucd, column.utype
        );
    }
    lint(FILE, &text.replace(from, to)).iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn an_obscore_table_is_held_to_the_standard() {
    assert_eq!(obscore("", ""), Vec::<String>::new());
    assert_eq!(obscore("pol_xel = ", "polxel = "), ["the ObsCore table has no column pol_xel"]);
    assert_eq!(
        obscore("unit = \"kbyte\"", "unit = \"byte\""),
        ["unit of ObsCore column `access_estsize` is `byte`, not `kbyte`"]
    );
    assert_eq!(
        obscore("s_ra = { type = \"double\"", "s_ra = { type = \"float\""),
        ["type of ObsCore column `s_ra` is `float`, not `double`"]
    );
    assert_eq!(
        obscore("ucd = \"meta.ref.ivoid\"", "ucd = \"meta.id\""),
        ["ucd of ObsCore column `obs_publisher_did` is `meta.id`, not `meta.ref.ivoid`"]
    );
    assert_eq!(
        obscore(", utype = \"obscore:Target.name\"", ""),
        ["utype of ObsCore column `target_name` is none, not `obscore:Target.name`"]
    );
}
