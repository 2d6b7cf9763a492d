import { stat } from 'node:fs/promises'
import type { LocalFile, Storage } from '../schema/lake.ts'
import { isOutOfMemory } from './duckdb.ts'
import type { HeldRoom } from './held-room.ts'
import type { HeldTable } from './held-tables.ts'
import { parquetFile } from './parquet-source.ts'
import { unmoved } from './scope-keys.ts'

/** What came of loading an object: it is held, or there is no room for it, or it is another by now. */
export type Outcome = 'held' | 'unheld' | 'moved'

interface Job {
  readonly table: HeldTable
  readonly file: LocalFile
  readonly done: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

/** Two objects are loaded at a time: each is loose, some tens of times as large, until it is compressed. */
const LANES = 2
/** What found no memory is not tried again so soon: questions beside it may have taken it. */
const AGAIN_MS = 60_000

/** Loads objects in the order in which they are asked for, as far as there is room. */
export function heldLoader(storage: Storage, room: HeldRoom): (table: HeldTable, file: LocalFile) => Promise<Outcome> {
  const waiting: Job[] = []
  let working = false
  const refused = new Map<string, { etag: string; bytes: number; until: number }>()
  const refuse = ({ key, etag }: HeldTable, bytes: number, until = Number.POSITIVE_INFINITY) => refused.set(key, { etag, bytes, until })

  /** At least so many bytes: what it took when it was held, else what its file has. */
  async function expected({ table, file }: Job): Promise<number> {
    const known = refused.get(table.key)
    if (known?.etag === table.etag && Date.now() < known.until) return known.bytes
    return (await stat(file.path).catch(() => null))?.size ?? 0
  }

  /** Each object in a database of its own: DuckDB compresses in memory at a checkpoint only, which no query there may hold up. */
  async function attach({ name }: HeldTable, path: string): Promise<void> {
    await room.work(async (session) => {
      // Tried before, and not dropped for want of memory.
      await session.run(`detach database if exists ${name}`)
      await session.run(`attach ':memory:' as ${name} (compress)`)
      await session.run(`create table ${name}.main.held as select * from ${parquetFile(path)}`)
      await session.run(`checkpoint ${name}`)
    })
  }

  async function attempt({ table, file }: Job): Promise<Outcome> {
    const seen = file.isCopy ? [] : [{ key: table.key, etag: table.etag }]
    try {
      const loaded = await unmoved(storage, seen, () => attach(table, file.path))
      if (loaded !== 'moved') return 'held'
    } catch (error) {
      await room.drop(table)
      if (isOutOfMemory(error)) return 'unheld'
      throw error
    }
    await room.drop(table)
    return 'moved'
  }

  /** For want of memory once more, alone and without the tables that nobody reads. */
  async function again(job: Job): Promise<Outcome> {
    await room.dropIdle()
    const outcome = await attempt(job)
    if (outcome === 'unheld') refuse(job.table, Number.POSITIVE_INFINITY, Date.now() + AGAIN_MS)
    return outcome
  }

  async function admitted(jobs: readonly Job[]): Promise<Job[]> {
    const found: Job[] = []
    let need = 0
    for (const job of jobs) {
      const bytes = await expected(job)
      if (await room.make(need + bytes)) {
        need += bytes
        found.push(job)
      } else job.done('unheld')
    }
    return found
  }

  async function load(jobs: readonly Job[]): Promise<void> {
    const tried = await Promise.all((await admitted(jobs)).map(async (job) => ({ job, outcome: await attempt(job).catch(job.fail) })))
    for (const one of tried) if (one.outcome === 'unheld') one.outcome = await again(one.job).catch(one.job.fail)
    const gone = await room.shed(tried.filter(({ outcome }) => outcome === 'held').map(({ job }) => job.table))
    for (const [table, bytes] of gone) refuse(table, bytes)
    for (const { job, outcome } of tried) if (outcome) job.done(gone.has(job.table) ? 'unheld' : outcome)
  }

  async function work(): Promise<void> {
    if (working) return
    working = true
    while (waiting.length > 0) {
      const jobs = waiting.splice(0, LANES)
      await load(jobs).catch((error) => jobs.map(({ fail }) => fail(error)))
    }
    working = false
  }

  return (table, file) =>
    new Promise((done, fail) => {
      waiting.push({ table, file, done, fail })
      void work()
    })
}
