// The data block of a page, changed by a test before the page reads it: what another operator would have said.
import type { BrowserContext } from "playwright-core";
import type { Settings } from "../../src/services.ts";

const BLOCK = /(<script type="application\/json" id="armilla">)(.*?)(<\/script>)/s;

/** Changes the data block of all pages that the context opens from now on. */
export async function withSettings(context: BrowserContext, change: (settings: Settings) => void): Promise<void> {
  await context.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(BLOCK, (_, begin: string, block: string, end: string) => {
      const settings = JSON.parse(block) as Settings;
      change(settings);
      return begin + JSON.stringify(settings).replaceAll("<", "\\u003c") + end;
    });
    const { "content-encoding": _encoding, "content-length": _length, ...headers } = answer.headers();
    await route.fulfill({ status: answer.status(), headers, body });
  });
}
