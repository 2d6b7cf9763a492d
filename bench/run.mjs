#!/usr/bin/env node
// Bundles the benchmark and the command line from the sources of now, runs it, and removes the bundle.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
// Below the package, so that DuckDB's binding is found; not in dist/, which a build beside this one removes.
await mkdir(`${root}node_modules/.cache`, { recursive: true })
const folder = await mkdtemp(`${root}node_modules/.cache/bench-`)
try {
  await build({
    absWorkingDir: root,
    entryPoints: { bench: 'bench/bench.ts', 'landing-process': 'bench/landing-process.ts', da06: 'functions/cli/da06.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['@duckdb/node-api'],
    loader: { '.sql': 'text' },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  const bench = spawn(process.execPath, ['--expose-gc', `${folder}/bench.js`, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
  process.exitCode = await new Promise((done) => bench.once('exit', (code) => done(code ?? 1)))
} finally {
  await rm(folder, { recursive: true, force: true })
}
