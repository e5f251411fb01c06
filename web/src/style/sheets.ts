// Style sheets for shadow roots: the shared rules, and any text made a sheet once.
import { unsafeCSS, type CSSResult } from "lit";
import sharedText from "./shared.css";

/** Text, controls, tables and the focus ring; first in every element's `static styles`. */
export const shared: CSSResult = unsafeCSS(sharedText);
