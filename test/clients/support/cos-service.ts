import type { ServerResponse } from 'node:http';
import type { Handler, ReceivedRequest } from '../../support/https-server.ts';
import { formOf } from './answers.ts';

/** A bucket of Tencent's object storage, as much of it as one client needs. */
export interface CosService {
  readonly handler: Handler;
  /** What is stored, by key. */
  readonly objects: Map<string, Buffer>;
  /** The fields of every form that was posted. */
  readonly forms: FormData[];
}

interface Exchange {
  key: string;
  query: URLSearchParams;
  request: ReceivedRequest;
  response: ServerResponse;
}

export function createCosService(): CosService {
  const objects = new Map<string, Buffer>();
  const parts = new Map<number, Buffer>();
  const forms: FormData[] = [];

  async function post({ key, query, request, response }: Exchange): Promise<void> {
    if (query.has('uploads')) {
      xml(
        response,
        200,
        `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>up1</UploadId></InitiateMultipartUploadResult>`,
      );
    } else if (query.has('uploadId')) {
      const numbers = [...parts.keys()].sort((a, b) => a - b);
      objects.set(key, Buffer.concat(numbers.map((number) => parts.get(number) ?? Buffer.alloc(0))));
      xml(response, 200, `<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
    } else {
      const form = await formOf(request);
      forms.push(form);
      const file = form.get('file');
      const name = form.get('key');
      if (file instanceof File && typeof name === 'string') {
        objects.set(name, Buffer.from(await file.arrayBuffer()));
      }
      xml(response, Number(form.get('success_action_status') ?? 204), '<PostResponse/>');
    }
  }

  function get({ key, query, response }: Exchange): void {
    const found = objects.get(key);
    if (query.has('uploads')) {
      xml(
        response,
        200,
        '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>',
      );
    } else if (key === '') {
      const contents = [...objects.keys()].map(
        (name) => `<Contents><Key>${name}</Key><Size>1</Size></Contents>`,
      );
      xml(
        response,
        200,
        `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
      );
    } else if (found === undefined) {
      xml(response, 404, '<Error><Code>NoSuchKey</Code><Message>nothing there</Message></Error>');
    } else {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      response.end(found);
    }
  }

  const methods: Record<string, (exchange: Exchange) => void | Promise<void>> = {
    POST: post,
    GET: get,
    PUT({ key, query, request, response }) {
      const part = query.get('partNumber');
      if (part === null) objects.set(key, request.body);
      else parts.set(Number(part), request.body);
      xml(response, 200, '');
    },
    HEAD({ key, response }) {
      response.writeHead(objects.has(key) ? 200 : 404);
      response.end();
    },
    DELETE({ key, response }) {
      objects.delete(key);
      response.writeHead(204);
      response.end();
    },
  };

  return {
    objects,
    forms,
    async handler(request, response) {
      const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
      response.setHeader('ETag', '"etag-1"');
      response.setHeader('x-cos-request-id', 'REQ-1');
      const key = decodeURIComponent(pathname.slice(1));
      await methods[request.method]?.({ key, query, request, response });
    },
  };
}

function xml(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(text);
}
