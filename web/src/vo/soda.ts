// SODA 1.0: addresses of cutouts and pictures, with the parameters that a service descriptor declares.
import type { Position } from "./sky.ts";
import type { Descriptor, Parameter } from "./votable.ts";

/** A circle on the sky: ICRS, radius in degrees. */
export interface Circle {
  position: Position;
  radius: number;
}

/** The address of a cutout; null if the service takes neither CIRCLE nor POS. */
export function cutoutUrl(service: Descriptor, circle: Circle, id?: string): string | null {
  return address(service, circle, id, []);
}

/** The address of a picture; null if the service declares no picture as FORMAT, or no circle. */
export function pictureUrl(service: Descriptor, circle: Circle, side: number, id?: string): string | null {
  const format = declared(service, "FORMAT");
  const type = format?.options.find((option) => /png$/i.test(option)) ?? format?.options.find((option) => /jpe?g$/i.test(option));
  if (!type) return null;
  return address(service, circle, id, [["FORMAT", type], ...(declared(service, "SIZE") ? [["SIZE", String(side)] as [string, string]] : [])]);
}

/** The same cutout or picture of another circle, in the parameter in which it has one; CIRCLE is added to one of a whole image. */
export function recentred(url: string, circle: Circle, more: Record<string, string> = {}): string {
  const changed = new URL(url);
  if (changed.searchParams.has("POS")) changed.searchParams.set("POS", `CIRCLE ${circleText(circle)}`);
  else changed.searchParams.set("CIRCLE", circleText(circle));
  for (const [name, value] of Object.entries(more)) changed.searchParams.set(name, value);
  return changed.href;
}

/** DALI 1.1 section 3.3.6: longitude, latitude, radius. */
function circleText({ position, radius }: Circle): string {
  return [position.ra, position.dec, radius].map((value) => Number(value.toFixed(8))).join(" ");
}

function address(service: Descriptor, circle: Circle, id: string | undefined, more: [string, string][]): string | null {
  const region = declared(service, "CIRCLE") ? ["CIRCLE", circleText(circle)] : declared(service, "POS") ? ["POS", `CIRCLE ${circleText(circle)}`] : null;
  if (!service.accessUrl || !region) return null;
  const url = new URL(service.accessUrl);
  // Parameters with a value are sent as they stand (DataLink 1.1 section 4.1).
  for (const input of service.inputs) if (input.value !== "") url.searchParams.append(input.name, input.value);
  if (id !== undefined && !declared(service, "ID")?.value) url.searchParams.set("ID", id);
  for (const [name, value] of [region as [string, string], ...more]) url.searchParams.set(name, value);
  return url.href;
}

function declared(service: Descriptor, name: string): Parameter | undefined {
  return service.inputs.find((input) => input.name.toUpperCase() === name);
}
