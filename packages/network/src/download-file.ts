import { admit } from './admit.ts';
import { describeAnswer, headersEvent } from './answer.ts';
import type { DownloadProgress, DownloadTask, HeadersEvent } from './api.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { extensionFor } from './files/extension.ts';
import { FileSink } from './files/file-sink.ts';
import type { Folder } from './files/folder.ts';
import { freshPlace, placeFor } from './files/place.ts';
import { headerValue } from './headers.ts';
import { Listeners } from './listeners.ts';
import { checkDownloadFile, type DownloadCall, readCallbacks } from './options.ts';
import { buildDownload } from './outgoing.ts';
import { ProgressMeter } from './progress-meter.ts';
import { Task } from './task.ts';
import { type ContentDecoder, createContentDecoder } from './transport/content-coding.ts';
import type { WireHead } from './transport/transport.ts';

/**
 * `downloadFile`, from what the program wrote to its callbacks. Rules 9 to 11 and 13 to 16.
 *
 * The same stops as `request`, but the body goes to a file: any status is success, and the file appears
 * whole or not at all.
 */
export function downloadFile(engine: Engine, options: unknown): DownloadTask {
  const task = new Task(engine, 'downloadFile', readCallbacks(options));
  const headersReceived = new Listeners<HeadersEvent>(task, 'onHeadersReceived');
  const progressUpdate = new Listeners<DownloadProgress>(task, 'onProgressUpdate');

  task.attempt(() => {
    const call = task.announce((asked) => checkDownloadFile(options, asked));
    const admission = admit(engine, task, call.url, 0);
    const outgoing = buildDownload(call, admission.target.path, engine.profile);
    // A path that is not permitted is refused before anything is sent.
    if (call.filePath !== undefined) namedPlace(engine, call.filePath);

    task.enqueue(engine.timeoutFor('downloadFile', call.timeout), () => {
      const exchange = new Exchange(engine, task, admission, outgoing, {
        onHead(head) {
          if (!headersReceived.empty) headersReceived.call(headersEvent(head));
          const place = placeOf(engine, call, head);
          const meter = new ProgressMeter(expectedBytes(head), progressUpdate);
          return saveBody({ engine, task, exchange, head, place, meter }, () =>
            task.succeed(
              { ...placeInResult(call, place), ...describeAnswer(task, exchange, head) },
              { bodyBytes: meter.written },
            ),
          );
        },
      });
      exchange.send();
    });
  });

  return {
    abort: () => task.abort(),
    onHeadersReceived: (listener) => headersReceived.add(listener),
    offHeadersReceived: (listener) => headersReceived.remove(listener),
    onProgressUpdate: (listener) => progressUpdate.add(listener),
    offProgressUpdate: (listener) => progressUpdate.remove(listener),
  };
}

interface Saving {
  readonly engine: Engine;
  readonly task: Task;
  readonly exchange: Exchange;
  readonly head: WireHead;
  readonly place: string;
  readonly meter: ProgressMeter;
}

/** Streams the decoded body to the disk, up to the host's limit, each side waiting for the other. */
function saveBody({ engine, task, exchange, head, place, meter }: Saving, saved: () => void): ContentDecoder {
  const limit = engine.profile.limits.downloadBytes;
  const sink = openSink(place, {
    onDrain: () => decoder.resume(),
    onError: (cause) => task.fail(notSaved(cause)),
  });
  task.onFail(() => {
    const discarded = sink.discard().finally(() => engine.cleanups.delete(discarded));
    engine.cleanups.add(discarded);
  });
  const decoder = createContentDecoder(headerValue(head.headers, 'content-encoding'), {
    limit,
    tooLarge: () =>
      new NetworkError('FILE_TOO_LARGE', { detail: `The decoded file is larger than ${limit} bytes.` }),
    onData(chunk) {
      meter.add(chunk.byteLength);
      return sink.write(chunk);
    },
    onDrain: () => exchange.resume(),
    onEnd: () =>
      sink.end(() => {
        if (task.settled) return;
        try {
          sink.commit();
        } catch (cause) {
          task.fail(notSaved(cause));
          return;
        }
        meter.finish();
        saved();
      }),
    onError: (error) => task.fail(error),
  });
  return decoder;
}

function openSink(
  place: string,
  reactions: { onDrain: () => void; onError: (error: Error) => void },
): FileSink {
  try {
    return new FileSink({ place, ...reactions });
  } catch (cause) {
    throw notSaved(cause);
  }
}

function notSaved(cause: unknown): NetworkError {
  const detail = `The file could not be written: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new NetworkError('FILE_NOT_SAVED', { detail, cause });
}

/** A named path is judged again when the answer has come: its folder may have become a link meanwhile. */
function placeOf(engine: Engine, call: DownloadCall, head: WireHead): string {
  if (call.filePath !== undefined) return namedPlace(engine, call.filePath);
  const extension = extensionFor(headerValue(head.headers, 'content-type'));
  return freshPlace(folderPath(engine.temp), extension);
}

function namedPlace(engine: Engine, filePath: string): string {
  return placeFor(filePath, [folderPath(engine.user), folderPath(engine.temp)]);
}

function folderPath(folder: Folder): string {
  try {
    return folder.path;
  } catch (cause) {
    throw notSaved(cause);
  }
}

/** The path is told once: where the program named it, or as a temp file. */
function placeInResult(call: DownloadCall, place: string): { tempFilePath: string; filePath: string } {
  return call.filePath === undefined
    ? { tempFilePath: place, filePath: '' }
    : { tempFilePath: '', filePath: call.filePath };
}

/** The size of the file, if the answer tells it: a coded body's length is not the file's. */
function expectedBytes(head: WireHead): number {
  if (headerValue(head.headers, 'content-encoding') !== undefined) return 0;
  const length = Number(headerValue(head.headers, 'content-length'));
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
