import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Row } from '../../queries/engine.ts'
import type { AnswerRow } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import { demoLake, type EngineLake, removeLakes } from './lakes.ts'

/** What the documents use, each in one version. */
const PACKAGES = ['duckdb-cli==1.5.5', 'pyarrow==26.0.1', 'polars==2.1.0', 'pandas==3.1.1']
const LAST = '2023-10-18'

let lake: EngineLake
let bin: string
let total: number
let rates: AnswerRow[]
const desk = mkdtempSync(join(tmpdir(), 'engines-desk-'))

/** Python with the packages, kept in the user's cache. */
function pythonBin(): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'da06')
  const venv = join(cache, `python-${PACKAGES.join('-').replace(/[^\w.-]/g, '')}`)
  if (!existsSync(join(venv, 'whole'))) {
    rmSync(venv, { recursive: true, force: true })
    execFileSync('python3', ['-m', 'venv', venv])
    execFileSync(join(venv, 'bin/pip'), ['install', '--quiet', ...PACKAGES], { stdio: 'inherit' })
    mkdirSync(join(venv, 'whole'))
  }
  return join(venv, 'bin')
}

beforeAll(async () => {
  bin = pythonBin()
  lake = await demoLake()
  symlinkSync(lake.folder, join(desk, 'lake'))
  const engine = duckdbEngine(folderStorage(lake.folder), { hold: false })
  const asking = { engine, register: await registerReader(engine)(), today: LAST }
  const ask = async (name: string, keys: Record<string, string>): Promise<AnswerRow[]> => (await questionNamed(name)?.run(asking, keys)) ?? []
  total = (await ask('trend', { unit: '82', metric: 'activated', from: LAST, to: LAST }))[0]?.value as number
  rates = await ask('comparison', { unit: '82', level: 'district', metric: 'activation_rate_by_target', on: LAST })
  engine.close()
})
afterAll(() => {
  removeLakes([lake])
  rmSync(desk, { recursive: true, force: true })
})

const blocksOf = (document: string, kind: string): string[] =>
  [...readFileSync(join('docs', document), 'utf8').matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text as string)

test('docs/read-python.md: each block by itself gives the number that the question gives', () => {
  const blocks = blocksOf('read-python.md', 'python')
  const told = blocks.map((block) => execFileSync(join(bin, 'python'), ['-c', block], { cwd: desk }).toString().trim().split(' '))
  expect(told.map(([library]) => library)).toEqual(['pyarrow', 'polars', 'pandas'])
  for (const [, day, sum] of told) expect([day, Number(sum)]).toEqual([LAST, total])
})

test("docs/read-duckdb.md: DuckDB's own command line gives the numbers that the questions give", () => {
  const [block = ''] = blocksOf('read-duckdb.md', 'sql')
  const out = execFileSync(join(bin, 'duckdb'), ['-jsonlines'], { cwd: desk, input: block }).toString()
  const rows = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const days = rows.filter((row) => 'date' in row)
  // Its JSON writes sums, wider than 64 bits, as text.
  expect([days.at(-1)?.date, Number(days.at(-1)?.activated)]).toEqual([LAST, total])
  const byDistrict = new Map(rates.map((row) => [row.unit_code, row.value]))
  const districts = rows.filter((row) => 'district' in row)
  expect(districts.length).toBe(byDistrict.size)
  for (const { district, rate } of districts) expect(rate).toBeCloseTo(byDistrict.get(district as string) as number, 12)
})
