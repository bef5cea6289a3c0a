import type { BodySource, WireBody } from '@minigate/network';
import { type Link, Pipe } from './link.ts';

/** A body that goes out as fast as a link lets it; `release` lets go of what waits, for a call that has ended. */
export interface SlowBody {
  readonly body: WireBody;
  release(): void;
}

/** Nothing changes where there is no body, or the link has no limit. */
export function slowBody(body: WireBody, link: Link): SlowBody {
  if (body === null || link.unlimited) return { body, release() {} };
  const waiting = new Set<() => void>();
  let released = false;
  const source: BodySource = {
    length: lengthOf(body),
    async *open() {
      const pipe = new Pipe(link);
      for await (const piece of piecesOf(body)) {
        for (let at = 0; at < piece.byteLength; ) {
          const part = piece.subarray(at, at + Math.min(link.pieceBytes, piece.byteLength));
          if (!released) await through(pipe, part.byteLength);
          yield part;
          at += part.byteLength;
        }
      }
    },
  };
  const through = (pipe: Pipe, bytes: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        pipe.clear();
        waiting.delete(done);
        resolve();
      };
      waiting.add(done);
      pipe.pass(bytes, done);
    });
  return {
    body: source,
    release() {
      released = true;
      for (const done of waiting) done();
    },
  };
}

function lengthOf(body: string | Uint8Array | BodySource): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return 'open' in body ? body.length : body.byteLength;
}

function piecesOf(body: string | Uint8Array | BodySource): AsyncIterable<Uint8Array> | Uint8Array[] {
  if (typeof body === 'string') return [Buffer.from(body)];
  return 'open' in body ? body.open() : [body];
}
