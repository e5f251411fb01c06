// A catalogue for tests of completion: tables with arrays and enumerations, keys between them, two columns of one name.
import { Catalogue } from "../../src/adql/catalogue.ts";
import { readTableSet } from "../../src/vo/vosi.ts";

const column = (name: string, more: object = {}): object => ({ name, datatype: "double", ...more });
const magnitudes = (name: string): object => column(name, { datatype: "float", arraysize: "12", unit: "mag", enumeration: "jplus" });

const TABLES = {
  schemas: [
    {
      name: "jplus",
      description: "J-PLUS",
      tables: [
        {
          name: "jplus.MagABDualObj",
          rows: 29_800_000,
          columns: [
            column("TILE_ID", { datatype: "int", indexed: true }),
            column("NUMBER", { datatype: "int" }),
            column("ALPHA_J2000", { unit: "deg", ucd: "pos.eq.ra;meta.main" }),
            column("DELTA_J2000", { unit: "deg" }),
            magnitudes("MAG_AUTO"),
            magnitudes("MAG_APER_3_0"),
            magnitudes("FLAGS"),
            column("CLASS_STAR", { datatype: "float" }),
            column("matrix", { arraysize: "2x3" }),
            column("label", { datatype: "char", arraysize: "*" }),
          ],
          foreignKeys: [{ target: "jplus.TileImage", columns: [["TILE_ID", "TILE_ID"]] }],
        },
        { name: "jplus.TileImage", rows: 500, columns: [column("TILE_ID"), column("FILTER_ID"), column("DEPTH")] },
        { name: "jplus.xmatch_gaia", rows: null, columns: [column("source_id"), column("TILE_ID"), column("NUMBER"), column("pmra")] },
      ],
    },
    { name: "demo", tables: [{ name: 'demo."my stars"', columns: [column("id"), column('"size"'), column("mag")] }, { name: "demo.late" }] },
  ],
  enumerations: {
    jplus: [
      { name: "rSDSS", index: 1, wavelength_nm: 625.4 },
      { name: "gSDSS", index: 2, wavelength_nm: 480.3 },
      { name: "J0660", index: 6, wavelength_nm: 660 },
      { name: "uJAVA", index: 3, wavelength_nm: 348.5 },
      { name: "r'", index: 12, wavelength_nm: null },
    ],
  },
};

export function survey(): Catalogue {
  const set = readTableSet(JSON.stringify(TABLES));
  const catalogue = new Catalogue();
  catalogue.setSchemas(set.schemas);
  catalogue.setEnumerations(set.enumerations);
  catalogue.setFunctions([{ name: "ivo_to_mjd", form: "ivo_to_mjd(d TIMESTAMP) -> DOUBLE PRECISION", description: null }]);
  return catalogue;
}
