import type { Server } from './server.ts';

/** From 0 to below 1, as `Math.random` gives it. */
export type Random = () => number;

/**
 * One of the servers, with a chance by its weight: of two that are drawn the one `worse` does not name, or the first
 * where it is undecided. Drawing two keeps many clients that know the same from all taking one.
 */
export function drawOfTwo(
  servers: readonly Server[],
  random: Random,
  worse: (first: Server, second: Server) => boolean,
): Server | undefined {
  const first = draw(servers, random);
  if (first === undefined) return undefined;
  const second = draw(
    servers.filter((server) => server !== first),
    random,
  );
  return second !== undefined && worse(first, second) ? second : first;
}

function draw(servers: readonly Server[], random: Random): Server | undefined {
  const total = servers.reduce((sum, { candidate }) => sum + candidate.weight, 0);
  let left = random() * total;
  for (const server of servers) {
    left -= server.candidate.weight;
    if (left < 0) return server;
  }
  return servers.at(-1);
}

/** Of servers that are as fast, the busier one for its weight is the worse one. */
export function isBusier(first: Server, second: Server): boolean {
  return first.inFlight / first.candidate.weight > second.inFlight / second.candidate.weight;
}

/** Where nothing is measured: those of the lowest priority, by weight, of two the one in the device's own region. */
export function drawUnmeasured(
  servers: readonly Server[],
  random: Random,
  region: string | undefined,
): Server | undefined {
  const lowest = Math.min(...servers.map(({ candidate }) => candidate.priority));
  const isNear = (server: Server) => region !== undefined && server.candidate.region === region;
  return drawOfTwo(
    servers.filter(({ candidate }) => candidate.priority === lowest),
    random,
    (first, second) => !isNear(first) && isNear(second),
  );
}
