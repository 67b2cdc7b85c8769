import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// `npm run dev` serves the pages alone. What is not a page or a part of one goes on to a service.
const service = process.env.YICHUANG_API ?? 'http://127.0.0.1:8080'
const OURS = '^/(?!@|src/|node_modules/|mark[.]svg)'

export default defineConfig({
  plugins: [vue()],
  build: {
    target: 'es2020',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      [OURS]: {
        target: service,
        bypass: (request) =>
          request.headers.accept?.includes('text/html') ? request.url : undefined,
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['test/unit/**/*.test.ts'],
  },
})
