import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCells } from './check-cells.ts'
import { checkLanded } from './check-landed.ts'
import { fuzzCsv } from './fuzz-csv.ts'
import type { FuzzFile } from './fuzz-file.ts'
import { fuzzHtml } from './fuzz-html.ts'
import { type FuzzLakes, fuzzLakes } from './fuzz-lake.ts'
import { fuzzXls } from './fuzz-xls.ts'
import { fuzzXlsx } from './fuzz-xlsx.ts'
import { fuzzZip } from './fuzz-zip.ts'
import { readCsv } from './oracle-csv.ts'
import { readHtml } from './oracle-html.ts'
import type { Oracle } from './oracle-sheet.ts'
import { readWorkbook } from './oracle-workbook.ts'
import { type Random, randomFrom, runs, seed } from './random.ts'

/** What was tried, for the note: files by kind, refusals by code, cells compared. */
const counts = new Map<string, number>()
const count = (what: string, n = 1): void => void counts.set(what, (counts.get(what) ?? 0) + n)
/** Files that break a property are kept where FUZZ_KEEP says. */
const keep = process.env.FUZZ_KEEP

const oracleOf = ({ bytes, oracle, delimiter = ';', encoding }: FuzzFile): Oracle =>
  oracle === 'workbook' ? readWorkbook(bytes) : oracle === 'html' ? readHtml(bytes, encoding) : oracle === 'csv' ? readCsv(bytes, delimiter, encoding) : null

/** Megabytes of this process, at most since it was last asked. */
function peak(): number {
  const most = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024
  writeFileSync('/proc/self/clear_refs', '5')
  return most
}

async function tried(lakes: FuzzLakes, file: FuzzFile, random: Random): Promise<string[]> {
  const before = process.memoryUsage.rss() / 1024 / 1024
  peak()
  const landed = await lakes.land(file, random.chance(0.5) ? { province: '82', date: '2023-08-20' } : { province: null, date: null })
  const grown = peak() - before
  const { cells, wrong } = checkCells(landed, oracleOf(file), lakes.register)
  count('files')
  count(`kind ${file.kind}`)
  count(landed.receipt.state === 'refused' ? `refused ${landed.receipt.findings[0]?.code}` : 'landed')
  count('cells compared', cells)
  counts.set('most megabytes grown', Math.max(counts.get('most megabytes grown') ?? 0, Math.round(grown)))
  counts.set('most milliseconds', Math.max(counts.get('most milliseconds') ?? 0, Math.round(landed.ms)))
  return [...wrong, ...checkLanded(file, landed, lakes.register), ...(grown > 1024 ? [`memory grew by ${Math.round(grown)} MB`] : [])]
}

const kinds = { xlsx: [fuzzXlsx, 0.35], zip: [fuzzZip, 0.15], xls: [fuzzXls, 0.2], html: [fuzzHtml, 0.15], csv: [fuzzCsv, 0.15] } as const

describe(`broken and odd files, FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`, () => {
  let lakes: FuzzLakes
  beforeAll(async () => {
    lakes = await fuzzLakes()
  })
  afterAll(() => {
    lakes.close()
    const told = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, n]) => `  ${what}: ${n}`)
    if (process.env.FUZZ_RUNS) console.log([`FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`, ...told].join('\n'))
  })

  it.each(Object.entries(kinds))('%s: no crash, no hang, nothing left, no wrong number without a finding', { timeout: 3_600_000 }, async (name, [fuzz, share]) => {
    const found: string[] = []
    for (let n = 0; n < Math.ceil(runs * share) && found.length < 25; n++) {
      const random = randomFrom(seed + n * 7919)
      const file = fuzz(random)
      const wrong = await tried(lakes, file, random).catch((error: unknown) => [`threw ${error instanceof Error ? (error.stack ?? error.message) : error}`])
      if (wrong.length > 0) found.push(`${name} ${n}, ${file.kind}: ${wrong.slice(0, 3).join('; ')}`)
      if (wrong.length > 0 && keep) {
        mkdirSync(keep, { recursive: true })
        writeFileSync(join(keep, `${name}-${n}`), file.bytes)
      }
    }
    expect(found).toEqual([])
  })
})
