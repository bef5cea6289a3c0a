// Its tests become tests of this file, against the sources of this clone.
import '../../examples/test-with-vitest/api.test.js';
