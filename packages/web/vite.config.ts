import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages, one folder of assets. Both are served from the root of an origin of their own. */
export default defineConfig({
  root: here('.'),
  plugins: [react()],
  publicDir: here('public'),
  build: {
    outDir: here('dist/pages'),
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    // What is opened by a click is loaded then, so a big part is no mistake.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: [here('console.html'), here('simulator.html')] },
  },
});
