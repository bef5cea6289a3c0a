import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string, entry = 'index') =>
  fileURLToPath(new URL(`./packages/${name}/src/${entry}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@minigate/policy': source('policy'),
      '@minigate/network/testing': source('network', 'testing'),
      '@minigate/network': source('network'),
      '@minigate/runtime': source('runtime'),
    },
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // The sandbox is started from a bundle of the sources, also where everything else runs from source.
    globalSetup: ['packages/runtime/build/global-setup.mjs'],
    // A machine that does other work beside is many times slower; only a test that hangs takes so long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
