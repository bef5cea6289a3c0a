import type {
  DownloadFileOptions,
  DownloadFileSuccess,
  Failure,
  Network,
  RequestOptions,
  RequestSuccess,
  UploadFileOptions,
  UploadFileSuccess,
} from '@minigate/network';

type CallbackName = 'success' | 'fail' | 'complete';

/** What a callback was given: the fields of a success, or those of a failure. */
type Result<Success> = Partial<Success> & Partial<Failure>;

/** What the callbacks of one call were given, in order. */
export interface CallLog<Success = unknown> {
  readonly events: { callback: CallbackName; result: Result<Success> }[];
  /** Resolves with the object that `complete` got. */
  readonly done: Promise<Result<Success>>;
}

function logged<Success>() {
  const events: CallLog<Success>['events'] = [];
  let resolve: (result: Result<Success>) => void = () => {};
  const done = new Promise<Result<Success>>((settle) => (resolve = settle));
  const note = (callback: CallbackName) => (result: Result<Success>) => {
    events.push({ callback, result });
    if (callback === 'complete') resolve(result);
  };
  const log: CallLog<Success> = { events, done };
  return { log, callbacks: { success: note('success'), fail: note('fail'), complete: note('complete') } };
}

/** Makes a request and keeps what its callbacks get. */
export function requestLogged(network: Network, options: RequestOptions) {
  const { log, callbacks } = logged<RequestSuccess>();
  const task = network.api.request({ ...options, ...callbacks });
  return { task, ...log };
}

/** Makes a download and keeps what its callbacks get. */
export function downloadLogged(network: Network, options: DownloadFileOptions) {
  const { log, callbacks } = logged<DownloadFileSuccess>();
  const task = network.api.downloadFile({ ...options, ...callbacks });
  return { task, ...log };
}

/** Makes an upload and keeps what its callbacks get. */
export function uploadLogged(network: Network, options: UploadFileOptions) {
  const { log, callbacks } = logged<UploadFileSuccess>();
  const task = network.api.uploadFile({ ...options, ...callbacks });
  return { task, ...log };
}

/** Which callbacks a call has got, in order. */
export function callbackNames({ events }: CallLog): CallbackName[] {
  return events.map(({ callback }) => callback);
}
