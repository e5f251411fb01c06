// Texts of what a user has: limits and tokens.

/** Names of the limits, by the keys of `[quota]`, in the order of the page. */
const LIMITS: Record<string, string> = {
  rows_max: "Rows of an answer",
  query_secs_max: "Seconds of a query",
  upload_mib_max: "MiB of uploads",
  requests_max: "Requests at once",
  requests_per_minute: "Requests in a minute",
  running_jobs_max: "Jobs that run at once",
  queued_jobs_max: "Jobs that wait",
  results_mib_max: "MiB of results that are kept",
};

export const limitWords = {
  heading: "What you may use",
  names: LIMITS,
  name: "Limit",
  most: "At most",
  used: "Used now",
  none: "no limit",
  unlimited: "Your account has no limits beside those of each service.",
};

export const tokenWords = {
  heading: "Tokens for programs",
  said: "A token lets a script ask in your name without your password, in the header",
  none: "You have no tokens.",
  list: "Your tokens",
  title: "What it is for",
  example: "my notebook",
  days: "Days",
  created: "Made",
  until: "Ends",
  limited: "For",
  all: "all that you may",
  actions: "Actions",
  make: "Make a token",
  once: "Your new token. It is not shown again.",
  copy: "Copy",
  copied: "Copied",
  revoke: "Revoke",
  revokeOne: (title: string): string => `Revoke ${title}`,
};
