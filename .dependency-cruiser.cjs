/**
 * The walls between the packages, and between the folders inside them; `npm run check` keeps them.
 * A package is reached by its name, which resolves to its built entry, so `src` and `dist` both count.
 */

const OURS = '^packages/';

/** A third-party library may be imported only from the places named. */
const behind = (library, places) => ({
  name: `${library}-stays-behind-its-wall`,
  severity: 'error',
  comment: `Only ${places.join(' and ')} may import ${library}; others go through what those offer.`,
  from: { path: '^packages/[^/]+/src/', pathNot: places.map((place) => `^packages/${place}`) },
  to: { path: `node_modules/${library}/` },
});

/** A package may import no other package of ours than those named. */
const mayImport = (name, others) => ({
  name: `${name}-imports-only-${others.length > 0 ? others.join('-and-') : 'itself'}`,
  severity: 'error',
  comment: `packages/${name} may import ${others.length > 0 ? others.join(' and ') : 'nothing of ours'}.`,
  from: { path: `^packages/${name}/src/` },
  to: { path: OURS, pathNot: [name, ...others].map((other) => `^packages/${other}/`) },
});

module.exports = {
  forbidden: [
    mayImport('policy', []),
    mayImport('network', ['policy']),
    mayImport('runtime', ['network', 'policy']),
    mayImport('platform', ['network', 'policy']),

    behind('ipaddr\\.js', ['policy/src/']),
    behind('jose', ['policy/src/']),
    behind('undici', ['network/src/transport/']),
    behind('ws', ['network/src/transport/node-socket', 'runtime/src/simulator/']),
    behind('@exodus/bytes', ['network/src/decode']),
    behind('jschardet', ['network/src/decode']),
    behind('eventsource-parser', ['network/src/policy-feed/']),
    behind('multicast-dns', ['network/src/discovery/']),
    behind('@jitl/[^/]+', ['runtime/src/sandbox/']),
    behind('sucrase', ['runtime/src/']),
    behind('@photostructure/sqlite', ['platform/src/database/']),
    behind('pg', ['platform/src/database/']),
    behind('better-auth', ['platform/src/accounts/']),
    behind('nodemailer', ['platform/src/accounts/mailer']),
    behind('pino', ['platform/src/(log|core|open-core)\\.']),
    behind('commander', ['cli/src/']),
    behind('picocolors', ['cli/src/']),

    {
      name: 'guest-imports-only-the-protocol',
      severity: 'error',
      comment: 'What is bundled into the sandbox must not drag host code along.',
      from: { path: '^packages/runtime/src/guest/' },
      to: { pathNot: ['^packages/runtime/src/guest/', '^packages/runtime/src/bridge/protocol\\.ts$'] },
    },
    {
      name: 'diagnose-brings-no-engine',
      severity: 'error',
      comment: 'Who examines servers for others needs neither calls nor sockets nor discovery.',
      from: { path: '^packages/network/src/diagnose\\.ts$' },
      to: {
        path: '^packages/network/src/(engine|network|index|sockets/|discovery/|files/|transport/node)',
        reachable: true,
      },
    },
    {
      name: 'policy-is-pure',
      severity: 'error',
      comment: 'A decision needs no input or output: policy runs in a page, a sandbox or a client as well.',
      from: { path: '^packages/policy/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-meet-at-their-entries',
      severity: 'error',
      comment: 'Import another package by its name; only what its entry gives is public.',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/$1/' },
    },
    {
      name: 'sources-do-not-import-tests',
      severity: 'error',
      comment: 'What is shipped does not depend on what tests it.',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: ['^packages/[^/]+/(test|build)/', '^(test|examples|benchmarks|scripts)/'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one noun, or miss a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere. A package of ours has to be built first: npm run build.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      comment: 'A shipped file may import only what its own package.json lists under dependencies.',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '/dist/'] },
    // The parser reads no JSX: the walls of the pages are in .oxlintrc.json.
    exclude: { path: ['(^|/)vectors/', '^packages/web/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
