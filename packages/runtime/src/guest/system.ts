import type { GuestConfig } from '../bridge/protocol.ts';

/** The device that a program is told of. There is no screen: the numbers are those of a common phone. */
const device = {
  brand: 'devtools',
  model: 'Minigate',
  system: 'Minigate',
  platform: 'devtools',
  abi: 'wasm32',
  benchmarkLevel: 1,
  memorySize: 128,
};

const app = { SDKVersion: '3.0.0', enableDebug: false, language: 'en', version: '8.0.0', theme: 'light' };

const screen = {
  pixelRatio: 2,
  screenWidth: 375,
  screenHeight: 667,
  windowWidth: 375,
  windowHeight: 603,
  statusBarHeight: 20,
};

const safeArea = { left: 0, right: 375, top: 20, bottom: 667, width: 375, height: 647 };

export function deviceInfo(): object {
  return { ...device };
}

export function appBaseInfo(): object {
  return { ...app, host: { env: 'Minigate' } };
}

export function windowInfo(): object {
  return { ...screen, safeArea: { ...safeArea }, screenTop: 64 };
}

export function systemInfo(): object {
  return {
    ...device,
    ...app,
    ...screen,
    safeArea: { ...safeArea },
    fontSizeSetting: 16,
    deviceOrientation: 'portrait',
  };
}

export function accountInfo(config: GuestConfig): object {
  return { miniProgram: { appId: config.appId, envVersion: 'develop', version: config.version }, plugin: {} };
}
