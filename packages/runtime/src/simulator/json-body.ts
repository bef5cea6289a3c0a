import type { IncomingMessage } from 'node:http';
import { SimulatorError } from './simulator-error.ts';

/**
 * The body of a request as a value.
 *
 * @param most bytes
 * @throws SimulatorError 415 where it is not declared as JSON, 413 where it is too long, 400 where it is none
 */
export async function readJsonBody(request: IncomingMessage, most: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type)) {
    throw new SimulatorError(415, 'The body must be application/json.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Whoever sends too much is answered: the connection lives as long as that takes.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Buffer)) continue;
    bytes += chunk.length;
    if (bytes > most) throw new SimulatorError(413, `The body has more than ${most} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new SimulatorError(400, 'The body is not JSON.');
  }
}
