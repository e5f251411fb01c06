// SAMP in the portal: how it names itself to other programs, and that its restricted addresses are signed for them.
import "./panels/samp-button.ts";
import "./panels/samp-offers.ts";
import { handOver } from "./vo/handover.ts";
import { link } from "./router.ts";
import { bus } from "./samp-bus.ts";
import { service, settings } from "./services.ts";

/** Before the first click on the SAMP button. */
function introduce(): void {
  const samp = service("samp");
  Object.assign(bus().identity, {
    name: settings().name,
    description: `Portal at ${location.host}`,
    documentation: new URL(link("help"), location.href).href,
    hubs: settings().samp_hubs,
    icon: samp ? `${samp}/icon.png` : undefined,
    sign: (url: string) => handOver(url, settings().services.map((found) => found.url)),
  });
}

introduce();
document.body.append(document.createElement("armilla-samp-offers"));
