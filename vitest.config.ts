import { readFile } from 'node:fs/promises'
import { defineConfig } from 'vitest/config'

/** SQL files are imported as text, as esbuild's loader does it. */
const sqlText = {
  name: 'sql-text',
  enforce: 'pre' as const,
  async load(id: string) {
    if (id.endsWith('.sql')) return `export default ${JSON.stringify(await readFile(id, 'utf8'))}`
  },
}

export default defineConfig({
  plugins: [sqlText],
  // Libraries load graphql as CommonJS; two copies of it would not know each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // These need more than Node: vitest.engines.config.ts, vitest.aws.config.ts.
    exclude: ['**/node_modules/**', 'test/engines/**', 'test/aws/**'],
    // As in the bundle: build.ts.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
})
