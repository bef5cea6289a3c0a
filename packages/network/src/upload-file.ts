import { admit } from './admit.ts';
import { describeAnswer, headersEvent } from './answer.ts';
import type { HeadersEvent, UploadProgress, UploadTask } from './api.ts';
import { collectBody } from './collected-body.ts';
import { decodeText } from './decode.ts';
import type { Engine } from './engine.ts';
import { Exchange } from './exchange.ts';
import { SourceFile } from './files/source-file.ts';
import { headerValue } from './headers.ts';
import { Listeners } from './listeners.ts';
import { MultipartForm } from './multipart.ts';
import { readCallbacks } from './options.ts';
import { buildUpload } from './outgoing.ts';
import { Task } from './task.ts';
import { UploadMeter } from './upload-meter.ts';
import { checkUploadFile, type UploadCall } from './upload-options.ts';

/**
 * `uploadFile`, from what the program wrote to its callbacks. Rules 9 to 15 and 17.
 *
 * The same stops as `request`, but the body is a form around a file, read while it is sent; the answer is text.
 * The file is what it is when the call leaves the queue: a call that waits holds no file open.
 */
export function uploadFile(engine: Engine, options: unknown): UploadTask {
  const task = new Task(engine, 'uploadFile', readCallbacks(options));
  const headersReceived = new Listeners<HeadersEvent>(task, 'onHeadersReceived');
  const progressUpdate = new Listeners<UploadProgress>(task, 'onProgressUpdate');

  task.attempt(() => {
    const call = task.announce((asked) => checkUploadFile(options, asked));
    const admission = admit(engine, task, call.url, 0);
    const form = new MultipartForm(call);
    closeWith(engine, openFile(engine, call));

    task.enqueue(engine.timeoutFor('uploadFile', call.timeout), () => {
      const file = openFile(engine, call);
      task.onFail(() => closeWith(engine, file));
      const meter = new UploadMeter(progressUpdate);
      const body = form.around(file, (bytes) => {
        if (!task.settled) meter.sent(bytes, body.length);
      });
      const sent = { contentType: form.contentType, body };
      const outgoing = buildUpload(call, admission.target.path, sent, engine.profile);
      const exchange = new Exchange(engine, task, admission, outgoing, {
        onHead(head) {
          if (!headersReceived.empty) headersReceived.call(headersEvent(head));
          return collectBody(engine, task, exchange, head, (answer) => {
            const { text, reading } = decodeText(answer, headerValue(head.headers, 'content-type'));
            closeWith(engine, file);
            task.succeed(
              { data: text, ...describeAnswer(task, exchange, head) },
              { body: text, reading, bodyBytes: answer.byteLength },
            );
          });
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

function openFile(engine: Engine, { filePath }: UploadCall): SourceFile {
  return new SourceFile(filePath, [engine.user.path, engine.temp.path]);
}

/** The network's own end waits until the file is closed. */
function closeWith(engine: Engine, file: SourceFile): void {
  const closed = file.close().finally(() => engine.cleanups.delete(closed));
  engine.cleanups.add(closed);
}
