import { createHash } from 'node:crypto'
import { lakeReach } from '../schema/external-tables.ts'
import { partitionOf, type Storage, StorageError } from '../schema/lake.ts'
import type { Engine, Reading, Row, Statement } from './engine.ts'
import { type Seen, seenOf, unmoved, versionOf } from './scope-keys.ts'

export interface RemoteAnswer {
  readonly rows: Row[]
  readonly reading: Reading
}

/** A service that reads the lake where it lies: what differs between Trino and Athena. */
export interface RemoteService {
  /** `version`: a digest of the objects asked about; equal ones give equal answers. Rejects with the signal's reason once it is aborted, and cancels there. */
  answer(statement: Statement, version: string, signal: AbortSignal): Promise<RemoteAnswer>
  close(): void
}

export interface RemoteOptions {
  /** After which a query is cancelled. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 600_000
/** An object replaced meanwhile: once more. Each query may take seconds and cost money. */
const MOST_TRIES = 2

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The service's tables name their partitions in advance: an object beyond them would be missed silently. */
function withinReach(seen: readonly Seen[]): void {
  for (const { key, etag } of seen) {
    const partition = etag === null ? null : partitionOf(key)
    if (partition && (!lakeReach.provinces.includes(partition.province) || partition.year < lakeReach.years[0] || partition.year > lakeReach.years[1]))
      throw new StorageError(`${key}: nằm ngoài bảng của engine; dùng --engine duckdb / beyond the engine's tables; use --engine duckdb`)
  }
}

/** An engine elsewhere over the lake in a storage: both must mean the same objects. */
export function remoteEngine(storage: Storage, service: RemoteService, { timeoutMs = TIMEOUT_MS }: RemoteOptions = {}): Engine {
  const late = (): Error => new StorageError(`quá ${timeoutMs / 1000} giây, đã hủy; hỏi hẹp hơn / took more than ${timeoutMs / 1000} s and was cancelled; ask for less`)

  async function attempt(statement: Statement, signal: AbortSignal, observed?: (reading: Reading) => void): Promise<{ result: Row[] } | 'moved'> {
    const seen = await seenOf(storage, statement.scopes)
    withinReach(seen)
    return unmoved(storage, seen, async () => {
      const { rows, reading } = await service.answer(statement, digest(versionOf(seen)), signal)
      observed?.(reading)
      return rows
    })
  }

  return {
    async rows(statement, signal, observed) {
      signal?.throwIfAborted()
      const controller = new AbortController()
      const gone = (): void => controller.abort(signal?.reason)
      signal?.addEventListener('abort', gone, { once: true })
      const timer = setTimeout(() => controller.abort(late()), timeoutMs)
      try {
        for (let tries = 1; ; tries++) {
          const answer = await attempt(statement, controller.signal, observed)
          if (answer !== 'moved') return answer.result
          controller.signal.throwIfAborted()
          if (tries === MOST_TRIES) throw new StorageError('kho thay đổi liên tục khi đang đọc; thử lại sau / the lake keeps changing while it is read; try again later')
        }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', gone)
      }
    },
    version: async (scopes) => versionOf(await seenOf(storage, scopes)),
    close: () => service.close(),
  }
}
