import { entryToJson } from '../inspector/entry-json.ts';
import type { CallLog } from './call-log.ts';
import type { CodeFiles } from './code-files.ts';
import type { ConsoleLog } from './console-log.ts';
import type { Device } from './device.ts';
import { readDeviceChange } from './device-change.ts';
import type { FolderWatch } from './folder-watch.ts';
import type { Gate } from './gate.ts';
import { writeHar } from './har-stream.ts';
import { simulatorLimits } from './limits.ts';
import type { MocksInForce } from './mocks-in-force.ts';
import { routes } from './protocol.ts';
import type { Asked, Route } from './routing.ts';
import { SimulatorError } from './simulator-error.ts';
import type { Stage } from './stage.ts';

/** What the routes call. */
export interface Services {
  readonly gate: Gate;
  readonly stage: Stage;
  readonly device: Device;
  readonly calls: CallLog;
  readonly lines: ConsoleLog;
  readonly files: CodeFiles;
  readonly watch: FolderWatch;
  readonly mocks: MocksInForce;
  /** What a HAR file says of who wrote it. */
  readonly creator: { readonly name: string; readonly version: string };
}

const { smallBody, largeBody } = simulatorLimits;

/** Everything under `/api/`, as `routes` describes it. */
export function apiRoutes(services: Services): readonly Route[] {
  const { gate, stage, device, calls, lines, files, watch, mocks } = services;
  return [
    {
      method: 'POST',
      path: routes.session,
      open: true,
      bodyLimit: smallBody,
      answer: ({ request, body }) => gate.exchange(request, textField(body, 'token')),
    },
    {
      method: 'POST',
      path: routes.device,
      bodyLimit: smallBody,
      async answer({ body }) {
        await stage.change(readDeviceChange(body, stage.profiles));
        return { value: device.state };
      },
    },
    {
      method: 'POST',
      path: routes.restart,
      bodyLimit: smallBody,
      async answer() {
        await stage.restart();
        return { value: {} };
      },
    },
    {
      method: 'POST',
      path: routes.clear,
      bodyLimit: smallBody,
      answer() {
        calls.clear(lines.clear(), { kind: 'cleared', upTo: stage.run });
        return { value: {} };
      },
    },
    {
      method: 'GET',
      path: routes.calls,
      hasRest: true,
      answer: ({ rest }) => ({ text: callJson(calls, rest) }),
    },
    { method: 'GET', path: routes.har, answer: ({ query }) => harAnswer(services, query) },
    { method: 'GET', path: routes.files, answer: async () => ({ value: await files.list() }) },
    {
      method: 'GET',
      path: routes.files,
      hasRest: true,
      answer: async ({ rest }) => ({ value: await files.read(rest) }),
    },
    {
      method: 'PUT',
      path: routes.files,
      hasRest: true,
      bodyLimit: largeBody,
      async answer({ rest, body }) {
        const [text, version] = [textField(body, 'text'), textField(body, 'version')];
        const saved = await files.save({ path: rest, text, version });
        watch.look();
        return { value: saved };
      },
    },
    { method: 'GET', path: routes.mocks, answer: () => ({ value: mocks.now }) },
  ];
}

function textField(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value === 'string') return value;
  throw new SimulatorError(400, `The body must have a text "${name}".`);
}

function callJson(calls: CallLog, rest: string): string {
  const [, run, id] = /^(\d{1,9})\/(\d{1,15})$/.exec(rest) ?? [];
  const kept = run === undefined ? undefined : calls.find(Number(run), Number(id));
  if (kept === undefined) {
    throw new SimulatorError(404, 'This call is not kept any more.', {
      fix: `The newest ${simulatorLimits.calls} calls are kept, until they are cleared.`,
    });
  }
  return `{"run":${kept.run},"entry":${entryToJson(kept.entry)}}`;
}

function harAnswer({ calls, creator }: Services, query: Asked['query']) {
  const options = { creator, secrets: query.get('secrets') === '1', dropped: calls.dropped };
  return {
    headers: { 'content-disposition': 'attachment; filename="calls.har"' },
    write: (response: Parameters<typeof writeHar>[0]) => writeHar(response, calls.all, options),
  };
}
