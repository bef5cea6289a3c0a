import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string, entry = 'index') =>
  fileURLToPath(new URL(`./packages/${name}/src/${entry}.ts`, import.meta.url));

/** Tests that want a PostgreSQL. */
const ofPlatform = ['packages/platform/test/**/*.test.ts', 'test/platform/**/*.test.ts'];

/** Tests that drive the built pages in a browser. */
const inBrowser = ['test/browser/**/*.test.ts'];

export default defineConfig({
  resolve: {
    alias: {
      '@minigate/policy': source('policy'),
      '@minigate/network/diagnose': source('network', 'diagnose'),
      '@minigate/network/testing': source('network', 'testing'),
      '@minigate/network': source('network'),
      '@minigate/runtime/inspector': source('runtime', 'inspector'),
      '@minigate/runtime/simulator/protocol': source('runtime', 'simulator/protocol'),
      '@minigate/runtime/simulator': source('runtime', 'simulator'),
      '@minigate/runtime': source('runtime'),
      '@minigate/platform': source('platform'),
    },
  },
  test: {
    // One for each core: most tests wait for servers and timers more than they compute.
    maxWorkers: '100%',
    // A machine that does other work beside is many times slower; only a test that hangs takes so long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['packages/web/test/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'programs',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...ofPlatform, ...inBrowser, 'packages/web/**', '**/node_modules/**'],
          // The sandbox is started from a bundle of the sources, also where everything else runs from source.
          globalSetup: ['packages/runtime/build/global-setup.mjs'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: inBrowser,
          globalSetup: ['test/browser/support/find-browser.mjs', 'packages/runtime/build/global-setup.mjs'],
        },
      },
      {
        extends: true,
        test: {
          name: 'platform',
          include: ofPlatform,
          // Each test has a database of its own and patches nothing: its modules need not be loaded for each file.
          isolate: false,
          globalSetup: [
            'packages/runtime/build/global-setup.mjs',
            'packages/platform/test/support/postgres.mjs',
          ],
        },
      },
    ],
  },
});
