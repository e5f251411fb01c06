// Workers of this bundle, also on pages of other origins, where a browser takes no worker's script from elsewhere.

/** Scripts of the page's own origin that import the others; kept as long as the page. */
const own = new Map<string, string>();

/** Starts the worker at an address of this bundle. */
export function startWorker(url: string): Worker {
  return new Worker(new URL(url).origin === location.origin ? url : importing(url), { type: "module" });
}

/** A module of one line, which may import across origins: modules come by CORS. */
function importing(url: string): string {
  const known = own.get(url) ?? URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  own.set(url, known);
  return known;
}
