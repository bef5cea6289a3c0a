import type {
  ChunkEvent,
  DownloadFileOptions,
  DownloadFileSuccess,
  DownloadTask,
  Failure,
  Network,
  RequestOptions,
  RequestSuccess,
  RequestTask,
  UploadFileOptions,
  UploadFileSuccess,
  UploadTask,
} from '@minigate/network';
import { realPath, tempPathShown } from '../guest-paths.ts';
import { answerParts, bodyParts, isObject, json } from './answer-parts.ts';
import { Flow } from './flow.ts';
import type { HostMessage, TransferApi } from './protocol.ts';

/** Hands a message to the program; one of a flow makes that flow fuller. */
export type Deliver = (message: HostMessage, body?: string | ArrayBuffer, flow?: Flow) => void;

/** The host's side of requests, downloads and uploads. */
export class TransferPort {
  readonly #network: Network;
  readonly #deliver: Deliver;
  readonly #tasks = new Map<number, RequestTask | DownloadTask | UploadTask>();

  constructor(network: Network, deliver: Deliver) {
    this.#network = network;
    this.#deliver = deliver;
  }

  /** Calls that have no ending yet. */
  get size(): number {
    return this.#tasks.size;
  }

  has(id: number): boolean {
    return this.#tasks.has(id);
  }

  call(id: number, api: TransferApi, given: unknown): void {
    const task =
      api === 'request'
        ? this.#request(id, given)
        : api === 'downloadFile'
          ? this.#downloadFile(id, given)
          : this.#uploadFile(id, given);
    this.#tasks.set(id, task);
    // Options that are no object have no callbacks, neither there nor here.
    if (!isObject(given)) this.#fail(id, { errMsg: '', errno: 0 });
  }

  abort(id: number): void {
    this.#tasks.get(id)?.abort();
  }

  listen(id: number, event: 'headers' | 'progress'): void {
    const task = this.#tasks.get(id);
    if (event === 'headers') {
      task?.onHeadersReceived((headers) => this.#deliver(['headers', id, json(headers)]));
    } else if (task !== undefined && 'onProgressUpdate' in task) {
      task.onProgressUpdate((progress: object) => this.#deliver(['progress', id, json(progress)]));
    }
  }

  clear(): void {
    this.#tasks.clear();
  }

  #request(id: number, given: unknown): RequestTask {
    const { api } = this.#network;
    let parse = false;
    const success = (result: RequestSuccess) => {
      const { data } = result;
      // Never a parsed value: that is made in the sandbox.
      const { kind, body } = bodyParts(data as string | ArrayBuffer);
      this.#end(id, ['success', id, kind, parse && kind !== 'bytes', ...answerParts(result)], body);
    };
    const fail = (failure: Failure) => this.#fail(id, failure);
    if (!isObject(given)) return api.request(given as RequestOptions);
    const { dataType, enableChunked } = given;
    // The text is parsed where it is used, in the sandbox. That of a chunked answer is empty.
    parse = enableChunked !== true && (dataType === undefined || dataType === null || dataType === 'json');
    const options = Object.assign(given, parse ? { dataType: 'text' } : undefined, { success, fail });
    const task = api.request(options as unknown as RequestOptions);
    // Not only when the program listens: it may begin to in the turn of its call, after the first chunk.
    if (enableChunked === true) task.onChunkReceived(this.#chunks(id));
    return task;
  }

  #chunks(id: number): (event: ChunkEvent) => Promise<void> | undefined {
    const flow = new Flow();
    return ({ data }) => {
      this.#deliver(['chunk', id], data, flow);
      return flow.room;
    };
  }

  #downloadFile(id: number, given: unknown): DownloadTask {
    const { api } = this.#network;
    const fail = (failure: Failure) => this.#fail(id, failure);
    if (!isObject(given)) return api.downloadFile(given as DownloadFileOptions);
    const { filePath } = given;
    const named = typeof filePath === 'string' && filePath !== '';
    const success = (result: DownloadFileSuccess) => {
      const shown = named ? '' : tempPathShown(result.tempFilePath, this.#network);
      this.#end(id, ['saved', id, shown, named ? filePath : '', ...answerParts(result)]);
    };
    const options = Object.assign(given, this.#realFile(filePath), { success, fail });
    return api.downloadFile(options as unknown as DownloadFileOptions);
  }

  #uploadFile(id: number, given: unknown): UploadTask {
    const { api } = this.#network;
    const fail = (failure: Failure) => this.#fail(id, failure);
    if (!isObject(given)) return api.uploadFile(given as UploadFileOptions);
    const success = (result: UploadFileSuccess) => {
      const { kind, body } = bodyParts(result.data);
      this.#end(id, ['success', id, kind, false, ...answerParts(result)], body);
    };
    const options = Object.assign(given, this.#realFile(given.filePath), { success, fail });
    return api.uploadFile(options as unknown as UploadFileOptions);
  }

  /** What is no path at all is the network's to judge. */
  #realFile(filePath: unknown): { readonly filePath: string } | undefined {
    if (typeof filePath !== 'string' || filePath === '') return undefined;
    return { filePath: realPath(filePath, this.#network) ?? nowhere };
  }

  #fail(id: number, failure: Failure): void {
    this.#end(id, ['failure', id, json(failure)]);
  }

  #end(id: number, message: HostMessage, body?: string | ArrayBuffer): void {
    if (this.#tasks.delete(id)) this.#deliver(message, body);
  }
}

/** A path that no folder of a program holds. */
const nowhere = '/';
