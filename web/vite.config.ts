import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';

// `make dev` runs the Go server beside Vite; everything that is not the app itself comes from there.
const server = process.env.BACKSTREET_SERVER ?? 'http://127.0.0.1:8080';
const fromServer = ['/api', '/tiles', '/tiles.json', '/basemap', '/sync', '/ogc', '/openapi.json', '/docs'];

export default defineConfig({
  plugins: [svelte(), precompress()],
  build: {
    target: 'es2022',
    // A data: URL for a worker or an icon would need a weaker Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre alone is over the default warning; the budgets in UI.md are checked on the wire.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(fromServer.map((path) => [path, server])),
  },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node' },
});
