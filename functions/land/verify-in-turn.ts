import { DAY_MS, momentOf } from '../../schema/days.ts'
import { factTableNames } from '../../schema/fact-columns.ts'
import { partitionOf, type Storage } from '../../schema/lake.ts'
import { type LakePart, type Verdict, verify } from './verify.ts'

export interface Turn {
  /** Null where the lake has no facts yet. */
  readonly part: Pick<LakePart, 'province' | 'year'> | null
  /** How many days it takes until each part has had its turn. */
  readonly parts: number
  readonly verdicts: readonly Verdict[]
}

/** Verifies the part of a lake whose turn a day is, so that each night's work is bounded; raw files of two days are read too. */
export async function verifyInTurn(storage: Storage, day: string): Promise<Turn> {
  const parts = await partsOf(storage)
  const now = momentOf(day, 0, 0)
  const part = parts[Math.floor(now / DAY_MS) % Math.max(1, parts.length)]
  if (!part) return { part: null, parts: 0, verdicts: await verify(storage) }
  return { part, parts: parts.length, verdicts: await verify(storage, () => undefined, { ...part, rawSince: now - DAY_MS }) }
}

/** Provinces and years that have facts. */
async function partsOf(storage: Storage): Promise<Pick<LakePart, 'province' | 'year'>[]> {
  const keys = (await Promise.all(factTableNames.map((table) => storage.list(`tables/${table}/`)))).flat()
  const names = new Set(keys.flatMap((key) => partitionOf(key) ?? []).map(({ province, year }) => `${province} ${year}`))
  return [...names].sort().map((name) => ({ province: name.slice(0, -5), year: Number(name.slice(-4)) }))
}
