#!/usr/bin/env node
// Bundles the command line into dist/. Everything but DuckDB's binding is inside; heavy parts are loaded when they are needed.
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))
const digest = createHash('sha256')
for (const room of ['schema', 'queries', 'functions']) {
  const entries = await readdir(`${root}${room}`, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name)).map((entry) => `${entry.parentPath}/${entry.name}`)
  for (const file of files.sort()) digest.update(await readFile(file))
}
const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8'))

await rm(`${root}dist`, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { da06: 'functions/cli/da06.ts', 'open-worker': 'functions/land/open-worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['@duckdb/node-api'],
  loader: { '.sql': 'text' },
  define: { 'process.env.NODE_ENV': '"production"', CODE_VERSION: JSON.stringify(`${version}-${digest.digest('hex').slice(0, 12)}`) },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  legalComments: 'linked',
  logLevel: 'warning',
})
await chmod(`${root}dist/da06.js`, 0o755)
