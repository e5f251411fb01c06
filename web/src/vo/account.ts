// What a user has at a host: limits, what is used of them, tokens for programs (docs/access.md).
import { ask } from "./http.ts";

/** Where a host tells of an account. */
export interface AccountAddresses {
  account: string;
  tokens: string;
}

/** What may be used and what is used. */
export interface Account {
  /** By the keys of `[quota]`; null is no limit. */
  limits: Record<string, number | null>;
  /** Null on a host without jobs. */
  used: { running_jobs: number; queued_jobs: number; results_bytes: number } | null;
}

/** A token as the host lists it; its text is told once only, when it is made. */
export interface Token {
  id: string;
  title: string;
  /** The days of its making and of its end, `YYYY-MM-DD` in UTC. */
  created: string;
  until: string;
  /** What it is limited to; null is all that its user may. */
  groups: string[] | null;
  instances: string[] | null;
}

/** @throws ServiceError */
export async function account(at: AccountAddresses): Promise<Account> {
  return (await (await ask(at.account, { accept: "application/json" })).json()) as Account;
}

/** The tokens of the user that serve. @throws ServiceError of status 403 for users whom another service knows. */
export async function tokens(at: AccountAddresses): Promise<Token[]> {
  const told = (await (await ask(at.tokens, { accept: "application/json" })).json()) as { tokens: Token[] };
  return told.tokens;
}

/** Makes a token and gives its text. @throws ServiceError */
export async function makeToken(at: AccountAddresses, title: string, days: string): Promise<string> {
  const told = (await (await ask(at.tokens, { form: { title, days }, accept: "application/json" })).json()) as { token: string };
  return told.token;
}

/** @throws ServiceError */
export async function revokeToken(at: AccountAddresses, id: string): Promise<void> {
  await ask(`${at.tokens}/${encodeURIComponent(id)}`, { method: "DELETE" });
}
