import { describe, expect, it } from 'vitest';
import type { Handler } from '../support/https-server.ts';
import { json } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle(
  "export * as adapters from '@leancloud/platform-adapters-weapp'; export { default as AV } from 'leancloud-storage/core'",
);

interface StoredObject {
  id: string;
  get(name: string): unknown;
  save(values: object): Promise<unknown>;
}

interface Sdk {
  setAdapters(adapters: unknown): void;
  init(options: { appId: string; appKey: string; serverURL: string }): void;
  Object: { extend(name: string): new () => StoredObject };
  Query: new (
    name: string,
  ) => {
    equalTo(name: string, value: unknown): { find(): Promise<StoredObject[]> };
    find(): Promise<StoredObject[]>;
  };
}

const created = '2024-01-01T00:00:00.000Z';

/** As much of the service as these calls need; what it finds tells how it was asked. */
const service: Handler = (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname.endsWith('/classes/Nope')) json(response, 404, { code: 101, error: "Class doesn't exist." });
  else if (request.method === 'POST') json(response, 201, { objectId: 'o1', createdAt: created });
  else {
    const found = {
      objectId: 'o1',
      createdAt: created,
      updatedAt: created,
      asked: searchParams.get('where'),
    };
    json(response, 200, { results: [found] });
  }
};

function client(wx: object, serverURL: string): Sdk {
  const { AV, adapters } = load<{ AV: Sdk; adapters: unknown }>(code, { wx });
  AV.setAdapters(adapters);
  AV.init({ appId: 'app-id', appKey: 'app-key', serverURL });
  return AV;
}

async function open(mode: Mode) {
  const lab = await openLab(mode, { handler: service });
  return { ...lab, AV: client(lab.wx, lab.origin) };
}

describe.each(modes)("LeanCloud's storage over its adapters, %s", (mode) => {
  it('saves an object', async () => {
    const { AV, server } = await open(mode);
    const Todo = AV.Object.extend('Todo');
    const todo = new Todo();
    await todo.save({ title: '买菜' });
    expect(todo.id).toBe('o1');
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toMatchObject({ title: '买菜' });
  });

  it('finds objects by a condition, which travels as JSON in the query', async () => {
    const { AV } = await open(mode);
    const [found] = await new AV.Query('Todo').equalTo('title', '买菜').find();
    expect(JSON.parse(String(found?.get('asked')))).toEqual({ title: '买菜' });
  });

  it('makes an error with its code of the body of a 404', async () => {
    const { AV } = await open(mode);
    expect(await failureOf(new AV.Query('Nope').find())).toMatchObject({ code: 101 });
  });
});

it("rejects LeanCloud's query to a domain outside the list, and nothing is sent", async () => {
  const { wx, server } = await openListedLab();
  const failure = await failureOf(new (client(wx, unlisted).Query)('Todo').find());
  expect(failure.message).toContain('request:fail url not in domain list');
  expect(server.requests).toEqual([]);
});
