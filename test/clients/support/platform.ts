import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

interface Callbacks<Result> {
  success?: (result: Result) => void;
  fail?: (result: { errMsg: string }) => void;
  complete?: () => void;
}

interface ReadFileOptions extends Callbacks<{ data: ArrayBuffer | string }> {
  filePath: string;
  encoding?: BufferEncoding;
  position?: number;
  length?: number;
}

interface StatOptions extends Callbacks<{ size: number; stats: Stats }> {
  path?: string;
  filePath?: string;
}

/**
 * What clients use of a platform beside its network: storage, a description of the device, files. It is here so that
 * they load; nothing of it is under test.
 */
export function createPlatform() {
  const items = new Map<string, unknown>();
  const device = {
    platform: 'devtools',
    system: 'iOS 17.0',
    model: 'test',
    language: 'en',
    version: '8.0.50',
    SDKVersion: '3.5.0',
    windowWidth: 375,
    windowHeight: 667,
    pixelRatio: 2,
  };
  const launch = { path: 'pages/index/index', scene: 1001, query: {} };
  return {
    getStorageSync: (key: string) => items.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void items.set(key, value),
    removeStorageSync: (key: string) => void items.delete(key),
    clearStorageSync: () => items.clear(),
    getStorageInfoSync: () => ({ keys: [...items.keys()], currentSize: 0, limitSize: 10_240 }),
    getSystemInfoSync: () => device,
    getDeviceInfo: () => device,
    getAppBaseInfo: () => device,
    getWindowInfo: () => device,
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'demo', envVersion: 'develop', version: '' } }),
    canIUse: () => true,
    getFileInfo: fileSize,
    getFileSystemManager: () => ({ readFile, stat: fileSize, getFileInfo: fileSize }),
  };
}

function readFile({ filePath, encoding, position = 0, length, ...callbacks }: ReadFileOptions): void {
  void answer('readFile', callbacks, async () => {
    const file = await open(filePath);
    try {
      const bytes = new Uint8Array(length ?? (await file.stat()).size - position);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
      const part = bytes.slice(0, bytesRead);
      return { data: encoding === undefined ? part.buffer : Buffer.from(part).toString(encoding) };
    } finally {
      await file.close();
    }
  });
}

function fileSize({ path, filePath = path ?? '', ...callbacks }: StatOptions): void {
  void answer('stat', callbacks, async () => {
    const stats = await stat(filePath);
    return { size: stats.size, stats };
  });
}

async function answer<Result>(name: string, callbacks: Callbacks<Result>, run: () => Promise<Result>) {
  try {
    callbacks.success?.(await run());
  } catch (error) {
    callbacks.fail?.({ errMsg: `${name}:fail ${error instanceof Error ? error.message : ''}` });
  }
  callbacks.complete?.();
}
