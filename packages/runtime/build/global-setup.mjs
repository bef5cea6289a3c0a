// Tests run from source; the sandbox is always started from its bundles.
export { bundle as setup } from './bundle.mjs';
