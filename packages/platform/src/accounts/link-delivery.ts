import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import type { Mailer } from './mailer.ts';
import type { OneTimeLink, OneTimeLinks } from './one-time-links.ts';

/** A link as the one who made it sees it: with its address to hand on, or with the word that it was mailed. */
export interface DeliveredLink {
  readonly linkId: string;
  readonly email: string;
  readonly expiresAt: number;
  /** Null if it was mailed. */
  readonly url: string | null;
  readonly mailed: boolean;
}

/** Brings links to whom they are for: by mail if there is a mail server, else through the one who made them. */
export class LinkDelivery {
  readonly #core: Core;
  readonly #links: OneTimeLinks;
  readonly #mailer: Mailer | undefined;

  constructor(core: Core, links: OneTimeLinks, mailer: Mailer | undefined) {
    this.#core = core;
    this.#links = links;
    this.#mailer = mailer;
  }

  get mails(): boolean {
    return this.#mailer !== undefined;
  }

  /**
   * @param words what the mail says above the link, and under which subject
   * @throws ApiError `UNAVAILABLE` if the mail server does not take the mail; the link is void then
   */
  async deliver(
    { id: linkId, email, expiresAt, url }: OneTimeLink & { url: string },
    words: { subject: string; text: string },
  ): Promise<DeliveredLink> {
    if (this.#mailer === undefined) return { linkId, email, expiresAt, url, mailed: false };
    const until = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ');
    const text = `${words.text}\n\n${url}\n\nThe link can be used once, until ${until} UTC. If you do not know what this is about, ignore this mail.\n`;
    try {
      await this.#mailer.send({ to: email, subject: words.subject, text });
    } catch (error) {
      this.#core.log.error({ err: error, linkId }, 'The mail server did not take a mail');
      await this.#core.storage.change((change) => this.#links.withdraw(change, linkId));
      throw new ApiError('UNAVAILABLE', { detail: 'the mail server did not take the mail', cause: error });
    }
    return { linkId, email, expiresAt, url: null, mailed: true };
  }
}
