// The document of the sky viewer: Aladin Lite behind the messages of data/sky-messages.ts.
import type { FromViewer, Layers, SkyObject, ToViewer } from "./data/sky-messages.ts";
import type { Position } from "./vo/sky.ts";

/** What is used of Aladin Lite 3.8. */
interface AladinModule {
  default: {
    init: Promise<void>;
    aladin(element: string, options: Record<string, unknown>): Aladin;
    HiPS(url: string, options: Record<string, unknown>): unknown;
    catalog(options: Record<string, unknown>): Catalog;
    source(ra: number, dec: number, data: Record<string, unknown>): Source;
    graphicOverlay(options: Record<string, unknown>): Overlay;
    polygon(ring: [number, number][], options?: Record<string, unknown>): unknown;
    circle(ra: number, dec: number, radius: number, options: Record<string, unknown>): unknown;
    MOCFromURL(url: string, options: Record<string, unknown>): unknown;
  };
}

interface Aladin {
  gotoRaDec(ra: number, dec: number): void;
  setFoV(fov: number): void;
  getRaDec(): [number, number];
  getFov(): [number, number];
  setImageLayer(survey: unknown): void;
  addCatalog(catalog: Catalog): void;
  addOverlay(overlay: Overlay): void;
  addMOC(moc: unknown): void;
  removeOverlay(moc: unknown): void;
  on(event: string, handler: (detail: unknown) => void): void;
}

interface Source {
  data: { id?: string };
}

interface Catalog {
  addSources(sources: Source[]): void;
  removeAll(): void;
}

interface Overlay {
  add(shape: unknown): void;
  removeAll(): void;
}

/** Milliseconds between two looks at where the view is. */
const LOOK_MS = 120;

/** The viewer with its layers. */
class Viewer {
  readonly #objects: Catalog;
  readonly #footprints: Overlay;
  readonly #chosen: Overlay;
  #coverage: unknown[] = [];
  #known = new Map<string, SkyObject>();
  #told = "";
  #turn = 0;

  constructor(
    private readonly A: AladinModule["default"],
    private readonly aladin: Aladin,
  ) {
    this.#objects = A.catalog({ name: "objects", shape: "circle", sourceSize: 14, color: "#7fd4ff" });
    this.#footprints = A.graphicOverlay({ name: "footprints", color: "#f0b45c", lineWidth: 2 });
    this.#chosen = A.graphicOverlay({ name: "chosen", color: "#ffffff", lineWidth: 2 });
    aladin.addOverlay(this.#footprints);
    aladin.addOverlay(this.#chosen);
    aladin.addCatalog(this.#objects);
    aladin.on("objectClicked", (found) => tell({ type: "picked", id: (found as Source | null)?.data?.id ?? null }));
    setInterval(() => this.#look(), LOOK_MS);
  }

  take(message: ToViewer): void {
    switch (message.type) {
      case "ground":
        this.aladin.setImageLayer(ground(this.A, message.ground.url, message.ground.title));
        return this.#go(message);
      case "goto":
        return this.#go(message);
      case "show":
        return this.#show(message.layers);
      case "select":
        return this.#select(message.id);
    }
  }

  #go({ centre, fov, turn }: { centre: Position; fov: number; turn: number }): void {
    this.#turn = turn;
    this.aladin.gotoRaDec(centre.ra, centre.dec);
    this.aladin.setFoV(fov);
  }

  #show({ objects, footprints, coverage }: Partial<Layers>): void {
    if (objects) {
      this.#objects.removeAll();
      this.#known = new Map(objects.map((object) => [object.id, object]));
      this.#objects.addSources(objects.map(({ id, position }) => this.A.source(position.ra, position.dec, { id })));
    }
    if (footprints) {
      this.#footprints.removeAll();
      for (const ring of footprints) this.#footprints.add(this.A.polygon(ring.map(({ ra, dec }) => [ra, dec])));
    }
    if (coverage) {
      for (const moc of this.#coverage) this.aladin.removeOverlay(moc);
      this.#coverage = coverage.map((url) => this.A.MOCFromURL(url, { color: "#5fd3a8", opacity: 0.25, fill: true, lineWidth: 1 }));
      for (const moc of this.#coverage) this.aladin.addMOC(moc);
    }
  }

  #select(id: string | null): void {
    this.#chosen.removeAll();
    const object = id === null ? undefined : this.#known.get(id);
    if (!object) return;
    const radius = Math.max(this.aladin.getFov()[0] / 60, 1 / 3600);
    this.#chosen.add(this.A.circle(object.position.ra, object.position.dec, radius, { color: "#ffffff" }));
  }

  /** Tells where the view is, if it has moved: of the viewer's own events some come before the move. */
  #look(): void {
    const [[ra, dec], [fov]] = [this.aladin.getRaDec(), this.aladin.getFov()];
    const text = `${ra} ${dec} ${fov}`;
    if (text === this.#told) return;
    this.#told = text;
    tell({ type: "moved", centre: { ra, dec }, fov, turn: this.#turn });
  }
}

function ground(A: AladinModule["default"], url: string, title: string): unknown {
  return A.HiPS(url, { name: title, requestCredentials: "same-origin" });
}

function tell(message: FromViewer): void {
  parent.postMessage(message, location.origin);
}

async function start(first: ToViewer & { type: "ground" }): Promise<Viewer> {
  const address = document.querySelector<HTMLMetaElement>('meta[name="viewer"]')?.content ?? "";
  const { default: A } = (await import(address)) as AladinModule;
  await A.init;
  const controls = Object.fromEntries(
    "ZoomControl LayersControl FullscreenControl SimbadPointerControl CooGridControl SettingsControl ColorPickerControl ShareControl Frame Fov CooLocation ProjectionControl ContextMenu StatusBar"
      .split(" ")
      .map((name) => [`show${name}`, false]),
  );
  const aladin = A.aladin("#sky", {
    ...controls,
    // Without a survey the viewer asks for one on another host.
    survey: ground(A, first.ground.url, first.ground.title),
    hipsList: [],
    target: `${first.centre.ra} ${first.centre.dec}`,
    fov: first.fov,
    cooFrame: "ICRS",
    projection: "TAN",
    backgroundColor: "rgb(0, 0, 0)",
    showReticle: true,
    reticleColor: "#f0b45c",
    log: false,
    samp: false,
  });
  return new Viewer(A, aladin);
}

/** The first message names the ground; others wait until the viewer is there. */
let viewer: Promise<Viewer> | null = null;
addEventListener("message", (event: MessageEvent<ToViewer>) => {
  if (event.origin !== location.origin || event.source !== parent) return;
  const message = event.data;
  if (viewer === null && message.type !== "ground") return;
  const isFirst = viewer === null;
  viewer ??= start(message as ToViewer & { type: "ground" });
  viewer
    .then((found) => (isFirst ? tell({ type: "ready" }) : found.take(message)))
    .catch((error: unknown) => tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) }));
});
tell({ type: "waiting" });
