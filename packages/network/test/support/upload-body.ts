import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network, WireRequest } from '@minigate/network';

/** A file in the network's user folder. */
export function fileIn(network: Network, size = 5, name = 'file.txt'): string {
  const path = join(network.userDirectory, name);
  writeFileSync(path, Buffer.alloc(size, 'a'));
  return path;
}

/** Takes the body as a transport does: one piece after the other. */
export async function take(request: WireRequest, pieces = Number.POSITIVE_INFINITY): Promise<Uint8Array[]> {
  const { body } = request;
  if (body === null || typeof body === 'string' || body instanceof Uint8Array) throw new Error('No source.');
  const taken: Uint8Array[] = [];
  for await (const piece of body.open()) {
    taken.push(piece);
    if (taken.length === pieces) break;
  }
  return taken;
}
