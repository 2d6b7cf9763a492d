import { verify } from '../../functions/land/verify.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { openDatabase } from '../../queries/duckdb.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Row } from '../../queries/engine.ts'
import { questionNamed } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import { exactMoment } from '../../schema/days.ts'

const FACTS = 'date, unit_code, activated, activated_l1, activated_l2, target, source, received_at'

const contents: Readonly<Record<string, string>> = {
  activation: FACTS,
  activation_superseded: FACTS,
  landings: 'sha256, file, state, province, first, last, rows, rejected, received_at, reason, withdrawn_at is null as withdrawn',
  findings: 'sha256, file, code, row, unit_code',
  submissions: 'sha256, "table", "first", "last", unit_code, received_at',
  units: 'code, name, valid_from, valid_to, parent_code',
  aliases: 'text, within, unit_code, said_by',
}

async function rowsIn(folder: string, sql: (table: (name: string) => string) => string): Promise<Row[]> {
  const database = await openDatabase()
  const session = await database.session()
  try {
    return await session.rows(sql((name) => `read_parquet('${folder}/tables/${name}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`))
  } catch (error) {
    if (/No files found/.test(String(error))) return []
    throw error
  } finally {
    session.close()
    database.close()
  }
}

/** Findings and reports that have a receipt: others are of a landing cut short, and count nowhere. */
const standing = (name: string, table: (name: string) => string): string =>
  `(select f.* from ${table(name)} f join ${table('landings')} l on l.sha256 = f.sha256 and l.landed_at = f.landed_at)`

/** Everything a lake tells, but for the moments at which it was told. */
export async function stateOf(folder: string): Promise<Record<string, Row[]>> {
  const state: Record<string, Row[]> = {}
  for (const [name, columns] of Object.entries(contents))
    state[name] = await rowsIn(folder, (table) => `select ${columns} from ${name === 'findings' || name === 'submissions' ? standing(name, table) : table(name)} order by all`)
  return state
}

/** Current facts of each day: what is there whole or not at all. */
export async function daysOf(folder: string): Promise<Map<string, string>> {
  const rows = await rowsIn(folder, (table) => `select date, unit_code, activated_l1, activated_l2 from ${table('activation')} order by all`)
  const days = new Map<string, string>()
  for (const { date, ...row } of rows) {
    const of = `${date} ${String(row.unit_code).startsWith('0') ? '01' : '82'}`
    days.set(of, `${days.get(of) ?? ''}${JSON.stringify(Object.values(row))}`)
  }
  return days
}

/** Versions of one unit and day that overlap in time, or that leave a moment between them without any, as a withdrawal may. */
export const brokenTimelines = (folder: string, gapsToo = true): Promise<Row[]> =>
  rowsIn(
    folder,
    (table) => `select * from (
      select date, unit_code, landed_at, superseded_at, lead(landed_at) over (partition by date, unit_code order by landed_at) as next
      from (
        select date, unit_code, landed_at, cast(null as timestamp) as superseded_at from ${table('activation')}
        union all
        select date, unit_code, landed_at, superseded_at from ${table('activation_superseded')} s
        where not exists (select 1 from ${table('activation')} c where c.date = s.date and c.unit_code = s.unit_code and c.landed_at = s.landed_at)
      )) where superseded_at <= landed_at or superseded_at ${gapsToo ? '<>' : '>'} next or (superseded_at is null and next is not null)`,
  )

export const wrongIn = async (folder: string) => (await verify(folderStorage(folder))).filter(({ state }) => state === 'wrong')
export const noticesIn = async (folder: string) => (await verify(folderStorage(folder))).filter(({ state }) => state === 'notice')

/** What the provinces' trend says, now or as it was known at a moment. */
export async function answersOf(folder: string, days: readonly string[], asKnownAt?: number): Promise<Record<string, unknown[]>> {
  const engine = duckdbEngine(folderStorage(folder), { hold: false })
  try {
    const asking = { engine, register: await registerReader(engine)(), today: '2025-06-30' }
    const said: Record<string, unknown[]> = {}
    for (const unit of ['82', '01', '28249', '28264', '00001']) {
      const keys = { unit, metric: 'activated', from: days[0] as string, to: days.at(-1) as string, ...(asKnownAt === undefined ? {} : { asKnownAt: exactMoment(asKnownAt) }) }
      const rows = (await questionNamed('trend')?.run(asking, keys)) ?? []
      said[unit] = rows.filter(({ value }) => value !== null).map(({ start, value }) => `${start} ${value}`)
    }
    return said
  } finally {
    engine.close()
  }
}
