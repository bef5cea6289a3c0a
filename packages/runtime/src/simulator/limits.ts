/** What bounds a simulator. Sizes are bytes, or characters of a text; times milliseconds. */
export const simulatorLimits = {
  /** Calls of all runs together whose details are kept; the oldest settled ones make room. */
  calls: 10_000,
  /** Lines of the console that are kept. */
  lines: 5_000,
  /** Characters of all of these together. */
  lineCharacters: 8 * 2 ** 20,
  /** Characters of one line; what is longer is cut. */
  lineText: 20_000,
  /** Characters of a URL or an `errMsg` in the list of calls; the details have all of it. */
  rowText: 2_048,
  /** How long a change waits for others before it is told. */
  batchTime: 20,
  /** Changes that are told together. */
  batchItems: 500,
  /** What a page may leave unread before it is told no more for the time being. */
  unread: 2 ** 20,
  /** Pages that watch at the same time. */
  pages: 16,
  /** How often a page is asked whether it is there. */
  heartbeat: 15_000,
  /** One file that is shown or saved. */
  file: 2 * 2 ** 20,
  /** Files that are listed. */
  files: 2_000,
  /** Files and folders that are looked at for that; by links, a few folders can be very many. */
  entries: 20_000,
  /** The body of a request that changes the device, or exchanges a token. */
  smallBody: 16 * 2 ** 10,
  /** The body of a request that saves a file. */
  largeBody: 6 * 2 ** 20,
  /** The header lines of a request. */
  headers: 16 * 2 ** 10,
  /** How long a request may take to come. */
  requestTime: 30_000,
  /** How long its header lines may take. */
  headersTime: 10_000,
  /** Connections at the same time. */
  connections: 128,
} as const;
