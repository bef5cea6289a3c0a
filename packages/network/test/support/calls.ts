import type { DownloadFileOptions, Network, RequestOptions, UploadFileOptions } from '@minigate/network';

/** What the callbacks of one call were given, in order. */
export interface CallLog {
  readonly events: { callback: 'success' | 'fail' | 'complete'; result: unknown }[];
  /** Resolves with the object that `complete` got. */
  readonly done: Promise<Record<string, unknown>>;
}

function logged(): {
  log: CallLog;
  callbacks: Record<'success' | 'fail' | 'complete', (result: unknown) => void>;
} {
  const events: CallLog['events'] = [];
  let resolve: (result: Record<string, unknown>) => void;
  const done = new Promise<Record<string, unknown>>((settle) => (resolve = settle));
  const note = (callback: 'success' | 'fail' | 'complete') => (result: unknown) => {
    events.push({ callback, result });
    if (callback === 'complete') resolve(result as Record<string, unknown>);
  };
  return {
    log: { events, done },
    callbacks: { success: note('success'), fail: note('fail'), complete: note('complete') },
  };
}

/** Makes a request and keeps what its callbacks get. */
export function requestLogged(network: Network, options: RequestOptions) {
  const { log, callbacks } = logged();
  const task = network.api.request({ ...options, ...callbacks });
  return { task, ...log };
}

/** Makes a download and keeps what its callbacks get. */
export function downloadLogged(network: Network, options: DownloadFileOptions) {
  const { log, callbacks } = logged();
  const task = network.api.downloadFile({ ...options, ...callbacks });
  return { task, ...log };
}

/** Makes an upload and keeps what its callbacks get. */
export function uploadLogged(network: Network, options: UploadFileOptions) {
  const { log, callbacks } = logged();
  const task = network.api.uploadFile({ ...options, ...callbacks });
  return { task, ...log };
}
