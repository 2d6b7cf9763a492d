// Bundles the command and the benchmark from the sources of now, runs it, and removes the bundle.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, bundleOf } from '../build.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
// Below the package, so that DuckDB's binding is found; not in dist/, which a build beside this one removes.
const cache = join(root, 'node_modules', '.cache')
await mkdir(cache, { recursive: true })
const folder = await mkdtemp(join(cache, 'bench-'))

/** The command and the benchmark, made as the command that is shipped. */
async function bundled(): Promise<string> {
  await bundle(join(folder, 'command'))
  await bundleOf({ bench: 'bench/bench.ts', 'landing-process': 'bench/landing-process.ts', 's3-process': 'bench/s3-process.ts' }, folder)
  return join(folder, 'bench.js')
}

try {
  const bench = spawn(process.execPath, ['--expose-gc', await bundled(), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => bench.kill(signal))
  process.exitCode = await new Promise<number>((done) => bench.once('exit', (code) => done(code ?? 1)))
} finally {
  await rm(folder, { recursive: true, force: true })
}
