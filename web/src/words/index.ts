// Texts that several pages share; each area has its own file beside this one.

/** States, requests and buttons that are everywhere. */
export const words = {
  retry: "Retry",
  requestId: (id: string): string => `Request ${id}`,
  loading: "Reading",
  unreachable: (host: string): string => `${host} does not answer. Check the connection, then try again.`,
  needsLogin: "This needs a login.",
  login: "Log in",
  forbidden: (user: string, contact: string | null): string =>
    `Your account ${user} may not see this.${contact ? ` Ask ${contact}.` : ""}`,
  notFound: "There is nothing here, or nothing that you may see.",
};
