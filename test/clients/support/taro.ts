import type TaroPackage from '@tarojs/taro';
import { bundle } from './bundle.ts';
import type { Wx } from './lab.ts';
import { load } from './load.ts';

/** What a build with Taro fills in for a program for WeChat. */
const settings = {
  'process.env.TARO_ENV': 'weapp',
  'process.env.TARO_PLATFORM': 'mini',
  'process.env.SUPPORT_TARO_POLYFILL': 'disabled',
  'process.env.TARO_VERSION': '4.2.1',
  'process.env.FRAMEWORK': 'react',
  ENABLE_COOKIE: true,
  ENABLE_INNER_HTML: false,
  ENABLE_ADJACENT_HTML: false,
  ENABLE_CLONE_NODE: false,
  ENABLE_CONTAINS: false,
  ENABLE_SIZE_APIS: false,
  ENABLE_TEMPLATE_CONTENT: false,
  ENABLE_MUTATION_OBSERVER: false,
};

const code = await bundle(
  `import '@tarojs/plugin-platform-weapp/dist/runtime';
   export { default as Taro } from '@tarojs/taro';
   export { XMLHttpRequest } from '@tarojs/plugin-http/dist/runtime';`,
  {
    define: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  },
);

/** As much of the browser's interface as the tests use. */
export interface Xhr {
  status: number;
  responseText: string;
  response: unknown;
  responseType: string;
  timeout: number;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  getAllResponseHeaders(): string;
  send(body?: string): void;
  abort(): void;
}

interface Loaded {
  Taro: typeof TaroPackage;
  /** What Taro gives to libraries that were written for browsers. */
  XMLHttpRequest: new () => Xhr;
}

/** Taro's runtime for WeChat over `wx`. */
export function loadTaro(wx: Wx, globals: Record<string, unknown> = {}): Loaded {
  return load<Loaded>(code, { wx, ...globals });
}
