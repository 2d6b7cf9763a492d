import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** Tests that need Python, a compiler and time: `npm run test:aws`. One after the other, since they measure. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/aws/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/aws/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
})
