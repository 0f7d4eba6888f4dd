// How the portal is built: one page, hashed files, nothing inline (the agent's CSP refuses inline scripts and styles).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // One file: the policy that the agent's files come with lets a worker load nothing.
  worker: { format: 'iife', rolldownOptions: { external: [/^node:/] } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4318' } },
});
