import { createHash } from 'node:crypto'
import { exactMoment } from '../../schema/days.ts'
import { rawKey, type Storage } from '../../schema/lake.ts'
import { maskDigits, type Receipt, RefusedError } from '../../schema/receipts.ts'
import { type Arriving, openArriving } from './arriving.ts'
import { commitFacts } from './commit-facts.ts'
import { commitReceipts, type Draft } from './commit-receipts.ts'
import { beginLake } from './lake-format.ts'
import { tooLargeFile } from './open-file.ts'
import { type RawFirst, rawFirst } from './raw-first.ts'
import type { Export } from './read-export.ts'
import { type LandingRegister, loadRegister } from './register.ts'
import type { Said } from './said.ts'
import { stageFile } from './stage-file.ts'
import { receiptsOf, storedReceipts } from './stored-receipts.ts'
import { submissionsOf } from './submissions.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** A file handed in: its name as given, and its bytes when their turn comes. */
export interface Arrival {
  readonly file: string
  /** Null: it has gone meanwhile, and is passed over. */
  readonly bytes: () => Promise<Buffer | null>
  /** For a file too large to be read: its SHA-256 alone. */
  readonly digest?: () => Promise<string | null>
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

export interface Landing {
  readonly said: Said
  /** Text files from this size on are read as large ones where they can be; default 256 KiB. */
  readonly largeBytes?: number
  /** Called when a file has been read, and when an object of the lake is written. */
  readonly progress?: (step: { readonly read?: number; readonly of: number; readonly file?: string; readonly writing?: string }) => void
}

/**
 * Lands files: reads and checks each, merges all rows of a province and year in one write, receipts last. Never throws for a
 * bad file (its receipt says `refused`); throws StorageError where the lake can't be read or written. Receipts come in the
 * order of the files, none for what has gone.
 */
export async function land(storage: Storage, arrivals: readonly Arrival[], landing: Landing): Promise<Receipt[]> {
  const { progress = () => undefined } = landing
  await beginLake(storage)
  const rawsFirst = rawFirst(storage)
  const work = await openWorkspace(rawsFirst)
  const register = loadRegister(work)
  // What goes wrong with it is told by whoever waits for it.
  const registerEnded = register.catch(() => undefined)
  try {
    const arriving = await openArriving(work, { waiting: true })
    const read = new Map<string, Draft | null>()
    const shas: { sha256: string; file: string }[] = []
    const landedBefore = landedBy(work)
    for (const [index, arrival] of arrivals.entries()) {
      progress({ read: index, of: arrivals.length, file: arrival.file })
      const bytes = arrival.digest ? null : await arrival.bytes()
      const sha256 = arrival.digest ? await arrival.digest() : bytes && createHash('sha256').update(bytes).digest('hex')
      if (sha256 === null) continue
      shas.push({ sha256, file: arrival.file })
      if (read.has(sha256)) continue
      read.set(sha256, (await landedBefore(sha256)) ? null : await readOne({ arriving, storage: rawsFirst, register, landing }, arrival, bytes, sha256))
    }
    await register
    progress({ read: arrivals.length, of: arrivals.length })
    const drafts = [...read.values()].filter((draft) => draft !== null)
    const landedAt = await commitArriving(arriving, progress, arrivals.length)
    const written = drafts.length > 0 ? await commitReceipts(work, drafts, landedAt) : []
    return await inOrder(work, shas, written)
  } finally {
    await Promise.all([registerEnded, rawsFirst.settled()])
    await work.close()
  }
}

/** Tells whether a file has landed. Its raw file is looked for first: what is not there has surely not; receipts are read once. */
function landedBy(work: Workspace): (sha256: string) => Promise<boolean> {
  let landed: Promise<ReadonlySet<string>> | undefined
  const all = async (): Promise<ReadonlySet<string>> => new Set((await storedReceipts(work, null)).flatMap(({ row }) => (row.state === 'landed' ? [String(row.sha256)] : [])))
  return async (sha256) => {
    if ((await work.storage.head(rawKey(sha256))) === null) return false
    landed ??= all()
    return (await landed).has(sha256)
  }
}

/** What reading a file needs; the register is on its way while the first is fetched. */
interface Reading {
  readonly arriving: Arriving
  readonly storage: RawFirst
  readonly register: Promise<LandingRegister>
  readonly landing: Landing
}

/** Reads one file and stages its rows; a file that is refused leaves nothing but its receipt. */
async function readOne({ arriving, storage, register, landing: { said, largeBytes } }: Reading, arrival: Arrival, bytes: Buffer | null, sha256: string): Promise<Draft> {
  const common = { file: maskDigits(arrival.file), sha256, received_at: exactMoment(arrival.receivedAt), withdrawn_at: null, reason: null }
  try {
    if (bytes === null) throw tooLargeFile()
    const read = await stageFile(arriving, { bytes, sha256, receivedAt: arrival.receivedAt, said }, await register, largeBytes)
    await storage.keep(sha256, bytes)
    return { said, receipt: { ...common, ...receiptFields(read) }, submissions: submissionsOf(read) }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return {
      said,
      submissions: [],
      receipt: {
        ...common,
        state: 'refused',
        table: null,
        layout: null,
        province: said.province,
        stated_at: null,
        first: null,
        last: null,
        rows: 0,
        rejected: 0,
        findings: [error.finding],
      },
    }
  }
}

export const receiptFields = (read: Export) =>
  ({
    state: 'landed',
    table: read.table,
    layout: read.layout,
    province: read.province,
    stated_at: read.statedAt,
    first: read.first,
    last: read.last,
    rows: read.rowCount,
    rejected: read.rejected,
    findings: read.findings,
  }) as const

/** Objects are written two at a time: one is put together while the other is put away. */
const WRITERS = 2

async function commitArriving(arriving: Arriving, progress: NonNullable<Landing['progress']>, of: number): Promise<number> {
  const waiting = await arriving.places()
  const files = arriving.files()
  const alone = files.length === 1 ? (files[0] ?? null) : null
  // A writer is a thread of its own; the idle ones that DuckDB would give it only wait, and wait busily.
  if (waiting.length > 1) await arriving.work.run('set threads = 1')
  const write = async (): Promise<number> => {
    const work = await arriving.work.beside()
    try {
      let newest = 0
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        progress({ of, writing: `${next.table}/${next.province}/${next.year}` })
        newest = Math.max(newest, (await commitFacts(work, { ...next, from: arriving.from(next), rebuild: null, alone })) ?? 0)
      }
      return newest
    } finally {
      await work.close()
    }
  }
  // Where one fails the other is waited for: the workspace is theirs until both have ended.
  const ended = await Promise.allSettled(Array.from({ length: Math.min(WRITERS, waiting.length) }, write))
  return Math.max(
    0,
    ...ended.map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    }),
  )
}

/** A receipt a file, in the order handed in; what was there before, or comes twice, is `unchanged`. */
async function inOrder(work: Workspace, files: readonly { sha256: string; file: string }[], written: readonly Receipt[]): Promise<Receipt[]> {
  const fresh = new Map(written.map((receipt) => [receipt.sha256, receipt]))
  const old = files.filter(({ sha256 }) => !fresh.has(sha256)).map(({ sha256 }) => sha256)
  // Withdrawn by somebody a moment ago, it was there when these files were read.
  const stored =
    old.length === 0
      ? []
      : (await storedReceipts(work, old)).filter(({ row }) => row.state !== 'refused').sort((a, b) => Number(a.row.state === 'landed') - Number(b.row.state === 'landed'))
  const before = new Map((await receiptsOf(work, stored)).map((receipt) => [receipt.sha256, receipt]))
  const told = new Set<string>()
  return files.map(({ sha256, file }) => {
    const receipt = fresh.get(sha256) ?? (before.get(sha256) as Receipt)
    const again = told.has(sha256) || !fresh.has(sha256)
    told.add(sha256)
    return again && receipt.state !== 'refused' ? { ...receipt, file: maskDigits(file), state: 'unchanged' } : { ...receipt, file: maskDigits(file) }
  })
}
