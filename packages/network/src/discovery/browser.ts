import type { ServiceType } from './service-type.ts';

/** A service that answers: its name, and where it listens. */
export interface FoundService {
  readonly name: string;
  readonly ip: string;
  readonly port: number;
}

/** What is told of one search. Nothing is called before `browse` has returned, and nothing after `stop`. */
export interface BrowseListener {
  /** The search is under way. */
  onReady(): void;
  /** The search could not begin, or broke off; it is over. */
  onError(error: Error): void;
  /** Again for a known name where its address or port has changed. */
  onFound(service: FoundService): void;
  /** A service that had been found is gone. */
  onLost(name: string): void;
  /** A service exists by name, but does not say where. */
  onResolveFail(name: string): void;
}

/** A search under way. */
export interface Browse {
  /** Ends the search and its sockets. */
  stop(): Promise<void>;
}

/** How services of the local network are looked for; replaced in tests. */
export interface ServiceBrowser {
  browse(type: ServiceType, listener: BrowseListener): Browse;
}
