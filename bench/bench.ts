import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchOptions, benchOptions, type Part } from './bench-options.ts'
import { type Figure, figureTable } from './figure.ts'
import { type MadeUpLakes, makeUpCsv, makeUpLakes } from './made-up-lake.ts'
import { measureLargeLanding, measureWorkbook } from './measure-landing.ts'
import { measureMemory } from './measure-memory.ts'
import { measureQuestions } from './measure-questions.ts'
import { measureReads } from './measure-reads.ts'
import { measureS3 } from './measure-s3.ts'

const start = performance.now()
const say = (text: string): void => void process.stderr.write(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${text}\n`)

async function figuresOf({ only, scale }: BenchOptions, folder: string): Promise<Figure[]> {
  const lakes = await makeUpLakes(folder, scale, say)
  const csv = async (): Promise<string> => {
    const path = join(folder, 'flat.csv')
    await makeUpCsv(path, lakes.all, scale.csvRows, scale.days)
    return path
  }
  const measures: Readonly<Record<Part, (lakes: MadeUpLakes) => Promise<Figure[]>>> = {
    a: () => measureQuestions(lakes, scale, say),
    b: async () => measureLargeLanding(lakes.units, await csv(), scale, say),
    c: () => measureWorkbook(folder, scale, say),
    d: () => measureMemory(lakes, scale.provinces, say),
    e: () => measureReads(lakes, say),
    f: () => measureS3(lakes, scale, say),
  }
  const figures: Figure[] = []
  for (const [part, measure] of Object.entries(measures)) if (only.has(part as Part)) figures.push(...(await measure(lakes)))
  return figures.sort((one, two) => (one.name[0] ?? '').localeCompare(two.name[0] ?? ''))
}

const options = benchOptions(process.argv.slice(2))
const folder = await mkdtemp(join(tmpdir(), 'da06-bench-'))
const gone = { recursive: true, force: true, maxRetries: 10 }
const stop = (): void => process.exit(1)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void rm(folder, gone).finally(stop))
try {
  const figures = await figuresOf(options, folder)
  process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : figureTable(figures))
} finally {
  await rm(folder, gone)
}
