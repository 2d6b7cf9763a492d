// A thousand files in one folder through the command, beside reading them alone: npm run storm [-- FILES]
import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bundle } from '../build.ts'
import type { Receipt } from '../schema/receipts.ts'
import { memoryOf } from './serving-process.ts'
import { DEMO, makeUpStorm } from './storm-files.ts'
import { writesBelow } from './writes-below.ts'

const start = performance.now()
const say = (text: string): void => void process.stderr.write(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${text}\n`)

interface Taken {
  readonly out: string
  readonly seconds: number
  readonly peakMegabytes: number
}

/** Runs the command and watches what it takes. */
async function taken(words: readonly string[], progress: 'inherit' | 'ignore' = 'ignore'): Promise<Taken> {
  const since = performance.now()
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', progress] })
  let [out, peak] = ['', 0]
  child.stdout.on('data', (part) => {
    out += part
  })
  const watch = setInterval(() => {
    memoryOf(child.pid as number).then(
      (memory) => {
        peak = Math.max(peak, memory.peak || 0)
      },
      () => undefined,
    )
  }, 50)
  const status = await new Promise<number | null>((done) => child.once('close', done))
  clearInterval(watch)
  if (status !== 0 && status !== 3) throw new Error(`${words.slice(1, 3).join(' ')} ended with ${status}`)
  return { out, seconds: (performance.now() - since) / 1000, peakMegabytes: peak }
}

async function command(folder: string): Promise<string> {
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  return bundle(join(folder, 'dist'))
}

async function storm(folder: string, count: number): Promise<object> {
  const [da06, exports, lake] = [await command(folder), join(folder, 'exports'), join(folder, 'lake')]
  await makeUpStorm(exports, count, say)
  for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await taken([da06, 'units', 'import', join(DEMO, name), '--valid-from', '2023-01-01', '--lake', lake])
  say('reading alone')
  const read = await taken([da06, 'land', exports, '--explain', '--format', 'ndjson', '--lake', lake])
  say('landing')
  const writes = writesBelow(join(lake, 'tables'))
  const landed = await taken([da06, 'land', exports, '--format', 'ndjson', '--lake', lake], 'inherit')
  const objects = await writes.end()
  say('landing the same again')
  const again = await taken([da06, 'land', exports, '--format', 'ndjson', '--lake', lake])
  const states: Record<string, number> = {}
  for (const line of landed.out.trim().split('\n')) {
    const { state } = JSON.parse(line) as Receipt
    states[state] = (states[state] ?? 0) + 1
  }
  const rounded = ({ seconds, peakMegabytes }: Taken) => ({ seconds: Number(seconds.toFixed(1)), peakMegabytes: Math.round(peakMegabytes) })
  return {
    files: count,
    states,
    reading: rounded(read),
    landing: rounded(landed),
    ratio: Number((landed.seconds / read.seconds).toFixed(2)),
    again: rounded(again),
    writes: objects,
  }
}

const folder = await mkdtemp(join(tmpdir(), 'da06-storm-'))
try {
  process.stdout.write(`${JSON.stringify(await storm(folder, Number(process.argv[2] ?? 1000)), null, 2)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
