// Logging in and out, and who asks (SSO 2.0, method `ivo://ivoa.net/sso#cookie`).
import { ask } from "./http.ts";

/** Where a host has its log-in. */
export interface LoginAddresses {
  login: string;
  logout: string;
  session: string;
}

/** Who asks; without a user the anonymous. */
export interface Session {
  user: string | null;
  groups: string[];
  /** When it ends if nobody uses it, ISO 8601; null for whoever is not known by a session. */
  expires: string | null;
}

/** The session of the anonymous. */
export const ANONYMOUS: Session = { user: null, groups: [], expires: null };

/** @throws ServiceError */
export async function session(at: LoginAddresses, signal?: AbortSignal): Promise<Session> {
  const told = (await (await ask(at.session, { signal, accept: "application/json" })).json()) as Partial<Session>;
  return { ...ANONYMOUS, ...told };
}

/** Begins a session, whose cookie the browser keeps. @throws ServiceError of status 401 where name or password are wrong. */
export async function logIn(at: LoginAddresses, username: string, password: string): Promise<Session> {
  await ask(at.login, { form: { username, password }, accept: "application/json" });
  return session(at);
}

/** Ends the session. @throws ServiceError */
export async function logOut(at: LoginAddresses): Promise<void> {
  await ask(at.logout, { method: "POST", form: {}, accept: "application/json" });
}
