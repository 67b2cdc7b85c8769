import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// `npm run dev` serves the pages alone and passes the API's paths on to a service on port 8080.
const api = ['sessions', 'health', 'openapi.json', 'events', 'track', 'scenes', 'papers', 'filings', 'certificates', 'tasks', 'registry', 'log', 'verify', 'departments', 'money', 'offices', 'calendar', 'rates', 'codes', 'outbox', 'verification', 'reasons', 'rules', 'prefill']

export default defineConfig({
  plugins: [vue()],
  build: {
    target: 'es2020',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(api.map((p) => [`^/${p}($|[/?])`, 'http://127.0.0.1:8080'])),
  },
  test: {
    environment: 'jsdom',
    include: ['test/unit/**/*.test.ts'],
  },
})
