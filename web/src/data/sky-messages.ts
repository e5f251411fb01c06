// What the sky page and the document of the sky viewer say to each other, by postMessage within one origin.
import type { Position } from "../vo/sky.ts";

/** A survey that is the ground of the view: a HiPS. */
export interface Ground {
  url: string;
  title: string;
}

/** An object that is drawn and can be chosen. */
export interface SkyObject {
  id: string;
  position: Position;
  /** Magnitude. */
  brightness: number | null;
}

/** What lies over the ground. */
export interface Layers {
  objects: SkyObject[];
  /** Closed rings of degrees. */
  footprints: Position[][];
  /** Addresses of MOCs in FITS. */
  coverage: string[];
}

/** To the viewer. `turn` numbers the places that it is sent to. */
export type ToViewer =
  | { type: "ground"; ground: Ground; centre: Position; fov: number; turn: number }
  | { type: "show"; layers: Partial<Layers> }
  | { type: "goto"; centre: Position; fov: number; turn: number }
  | { type: "select"; id: string | null };

/** From the viewer; `fov` in degrees, `turn` of the last place that it was sent to. It waits for its ground, and is ready once that is there. */
export type FromViewer =
  | { type: "waiting" }
  | { type: "ready" }
  | { type: "moved"; centre: Position; fov: number; turn: number }
  | { type: "picked"; id: string | null }
  | { type: "failed"; reason: string };
