/**
 * What replicas tell each other. None carries the news itself: who hears one reads the database again.
 * `anything` says that some may have been missed.
 */
export type Announcement =
  | { readonly kind: 'policy'; readonly appId: string }
  | { readonly kind: 'secret'; readonly appId: string }
  | { readonly kind: 'platform' }
  | { readonly kind: 'signing-key' }
  | { readonly kind: 'anything' };

export type AnnouncementListener = (announcement: Announcement) => void;

/** Who listens in this process. A listener that throws stops neither the others nor the change. */
export class Announcements {
  readonly #listeners = new Set<AnnouncementListener>();
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** @returns what stops listening */
  listen(listener: AnnouncementListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(announcement: Announcement): void {
    for (const listener of this.#listeners) {
      try {
        listener(announcement);
      } catch (error) {
        this.#onFault(error);
      }
    }
  }
}
