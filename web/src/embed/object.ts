// Fills the panels of one object, `<armilla-sed>` and `<armilla-stamps>`, from their attributes `table` and `object`.
import { loadImageFacts, loadObject, type FoundObject } from "../data/object.ts";
import { rolesOf, tableNamed } from "../data/roles.ts";
import { sedOf } from "../data/sed.ts";
import { picturesOf } from "../data/stamps.ts";
import { survey } from "../data/survey.ts";
import type { Sed } from "../panels/sed.ts";
import type { Stamps } from "../panels/stamps.ts";
import { words } from "../words/object.ts";
import type { Filler } from "./fill.ts";
import { serviceAt } from "./portal.ts";

export const fillSed: Filler = async (panel, base, signal) => {
  const tap = await serviceAt(base, "tap");
  const object = await find(panel, tap, signal);
  const facts = await loadImageFacts(tap, await survey(tap), object, signal);
  const flags = object.roles.flags.map((column) => column.name);
  const series = object.roles.apertures.map((aperture) => ({
    name: aperture.name,
    kind: aperture.kind,
    points: sedOf(aperture, (column) => object.cells.get(column) ?? null, flags, facts),
  }));
  Object.assign(panel as Sed, { series, name: object.id });
};

export const fillStamps: Filler = async (panel, base, signal) => {
  const [tap, datalink] = await Promise.all([serviceAt(base, "tap"), serviceAt(base, "datalink")]);
  const object = await find(panel, tap, signal);
  const filters = object.roles.apertures[0]?.enumeration.elements ?? [];
  const id = `${object.table.name.replaceAll('"', "")}/${object.id}`;
  const { stamps = [], colour = null } = (await picturesOf(datalink, [id], filters, signal)).get(id) ?? {};
  Object.assign(panel as Stamps, { stamps, colour, position: object.position });
};

async function find(panel: HTMLElement, tap: string, signal: AbortSignal): Promise<FoundObject> {
  const [name, id] = [panel.getAttribute("table"), panel.getAttribute("object")];
  if (!name || !id) throw new Error(`<${panel.localName}> needs the attributes table and object`);
  const set = await survey(tap);
  const table = tableNamed(set, name);
  const roles = table && rolesOf(table, set.enumerations);
  if (!roles?.id) throw new Error(words.noTable(name));
  const object = await loadObject(tap, roles, id, signal);
  if (!object) throw new Error(words.unknown(id, name));
  return object;
}
