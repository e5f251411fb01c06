// Who uses the portal: asked once, told to every panel that shows it.
import { ANONYMOUS, logIn, logOut, session, type Session } from "./vo/auth.ts";
import { settings } from "./services.ts";

/** Tells of a change by an event `change`. */
class Caller extends EventTarget {
  /** As known so far; the anonymous until the host has answered. */
  session: Session = ANONYMOUS;
  #asked: Promise<Session> | undefined;

  /** The session, asked for once. @throws ServiceError */
  known(): Promise<Session> {
    const at = settings().login;
    this.#asked ??= at ? session(at).then((told) => this.#take(told)) : Promise.resolve(ANONYMOUS);
    this.#asked.catch(() => (this.#asked = undefined));
    return this.#asked;
  }

  /** @throws ServiceError */
  async logIn(user: string, password: string): Promise<void> {
    const at = settings().login;
    if (!at) return;
    this.#asked = Promise.resolve(this.#take(await logIn(at, user, password)));
  }

  /** @throws ServiceError */
  async logOut(): Promise<void> {
    const at = settings().login;
    if (!at) return;
    await logOut(at);
    this.#asked = Promise.resolve(this.#take(ANONYMOUS));
  }

  #take(told: Session): Session {
    this.session = told;
    this.dispatchEvent(new Event("change"));
    return told;
  }
}

/** The one caller of this page. */
export const caller = new Caller();
