import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { FileText } from '@minigate/runtime/simulator/protocol';

/** The files of a program behind a simulator's addresses, at the origin of the test's page. */
export class ProgramFiles {
  readonly files: Map<string, string>;
  /** What a save waits for before it is judged, and whether it then fails. */
  beforeSave: () => void | Promise<void> = () => {};
  broken = false;
  readonly #server: Server;

  static async serve(files: Readonly<Record<string, string>>): Promise<ProgramFiles> {
    const served = new ProgramFiles(files);
    await new Promise<void>((resolve) => served.#server.listen(0, '127.0.0.1', resolve));
    const { port } = served.#server.address() as AddressInfo;
    settingsOfBrowser().setURL(`http://127.0.0.1:${port}/`);
    return served;
  }

  /** Gives the page's window this width, in pixels. */
  static setWidth(width: number): void {
    settingsOfBrowser().setViewport({ width });
  }

  private constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '').replace(/^\/api\/files\/?/, ''));
      const answer = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.method === 'PUT') {
        void this.#save(path, json(request) as Promise<FileText>).then(({ status, body }) =>
          answer(status, body),
        );
      } else if (path === '') {
        const list = [...this.files].map(([name, { length }]) => ({ path: name, bytes: length, text: true }));
        answer(200, { files: list, cut: false });
      } else {
        const text = this.files.get(path);
        if (text === undefined) answer(404, { error: { message: 'There is none.' } });
        else answer(200, { path, text, version: text });
      }
    });
  }

  /** Saves as the simulator does, whose version of a file is made of its text. */
  async #save(path: string, sent: Promise<FileText>) {
    const { text, version } = await sent;
    await this.beforeSave();
    if (this.broken) return { status: 500, body: { error: { message: `${path} cannot be written.` } } };
    if ((this.files.get(path) ?? '') !== version) return { status: 409, body: { error: { message: 'No.' } } };
    this.files.set(path, text);
    return { status: 200, body: { path, text, version: text } };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

interface BrowserSettings {
  setURL(url: string): void;
  setViewport(size: { readonly width: number }): void;
}

function settingsOfBrowser(): BrowserSettings {
  const { happyDOM } = window as Window & { readonly happyDOM?: BrowserSettings };
  if (happyDOM === undefined) throw new Error('These tests want the browser of the tests.');
  return happyDOM;
}
