// Addresses that programs without the user's login can read: signed for a short time by the host that owns them.

/** An address to hand on, and until when it works; null: for ever, since it needs no login. */
export interface Handed {
  url: string;
  expires: string | null;
}

/**
 * Asks the service that an address belongs to for a signed one. Services are base addresses without a slash at the end.
 * An address of none of them, or of a host that does not know how to sign, is answered as it is.
 */
export async function handOver(url: string, services: string[]): Promise<Handed> {
  const plain = { url, expires: null };
  const owner = services.filter((base) => url.startsWith(`${base}/`) || url.startsWith(`${base}?`)).sort((a, b) => b.length - a.length)[0];
  if (!owner) return plain;
  try {
    const answer = await fetch(`${owner}/handover`, { method: "POST", body: new URLSearchParams({ url }), headers: { Accept: "application/json" } });
    return answer.ok ? readHanded(await answer.json(), plain) : plain;
  } catch {
    return plain;
  }
}

function readHanded(answer: unknown, plain: Handed): Handed {
  const { url, expires } = (answer ?? {}) as Partial<Handed>;
  return typeof url === "string" ? { url, expires: typeof expires === "string" ? expires : null } : plain;
}
