// Entry for foreign pages: registers the panels as custom elements, and fills those that name by attributes what they show.
import { serve } from "./embed/fill.ts";
import { fillSed, fillStamps } from "./embed/object.ts";
import { OWN_PORTAL } from "./embed/portal.ts";
import { fillEditor, fillResult } from "./embed/query.ts";
import "./panels/editor.ts";
import "./panels/result.ts";
import "./panels/samp-button.ts";
import "./panels/sed.ts";
import "./panels/send.ts";
import "./panels/stamps.ts";
import { adoptTokens } from "./style/embed.ts";

const FILLERS = { "armilla-sed": fillSed, "armilla-stamps": fillStamps, "armilla-result": fillResult, "armilla-editor": fillEditor };

adoptTokens([...Object.keys(FILLERS), "armilla-samp-button", "armilla-send"]);
serve(FILLERS, OWN_PORTAL);
