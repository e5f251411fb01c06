// Why a page cannot reach the hub: the browser's permissions for loopback addresses, which the failed request itself does not tell.

/** What the browser has decided, or `unknown` where it knows no such permission. */
export type Permission = "granted" | "prompt" | "denied" | "unknown";

/** Why no connection came about; `refused` is the user's or the hub's own No. */
export type Cause = "prompt" | "denied" | "no-hub" | "unsupported" | "refused";

/** What of page and browser decides about the way to loopback addresses. */
export interface Surroundings {
  hostname: string;
  isSecure: boolean;
  /** As `navigator.vendor` has it. */
  vendor: string;
}

// Chromium 145 and later have the first name, 142 to 144 the second.
const PERMISSIONS = ["loopback-network", "local-network-access"];

/** What the browser has decided about this page and programs on the same computer. */
export async function loopbackPermission(): Promise<Permission> {
  for (const name of PERMISSIONS) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      // This browser does not know that name.
    }
  }
  return "unknown";
}

/** The page and browser that this runs in. */
export function surroundings(): Surroundings {
  return { hostname: location.hostname, isSecure: isSecureContext, vendor: navigator.vendor };
}

/** The cause of a request to the hub that got no answer. */
export function causeOf(permission: Permission, { hostname, isSecure, vendor }: Surroundings): Cause {
  if (isLoopback(hostname)) return "no-hub";
  // Safari lets no page of https reach http on loopback; Chromium none of plain http.
  if (!isSecure || vendor.startsWith("Apple")) return "unsupported";
  return permission === "prompt" || permission === "denied" ? permission : "no-hub";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
