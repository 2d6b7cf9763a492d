import type { S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Storage } from '../../schema/lake.ts'
import type { Receipt } from '../../schema/receipts.ts'
import { type Arrival, land } from './land.ts'
import { MOST_BYTES } from './open-file.ts'

/** A file that waits: which version of it, and when it was put there (milliseconds since 1970). */
export interface WaitingFile {
  readonly etag: string
  readonly size: number
  readonly putAt: number
}

/** Where files are put to be landed: a bucket of short-lived objects. */
export interface Inbox {
  /** Null where it has gone. */
  find(key: string): Promise<WaitingFile | null>
  /** The bytes of just that version; fails where another has been put over it meanwhile. */
  bytes(key: string, etag: string): Promise<Buffer>
  /** SHA-256 of a file too large to be read. */
  digest(key: string, etag: string): Promise<string>
  /** Removes that version; one that was put over it stays, and has a message of its own. */
  remove(key: string, etag: string): Promise<void>
}

export interface InboxParts {
  readonly inbox: Inbox
  readonly lake: Storage
  readonly log: (entry: Readonly<Record<string, unknown>>) => void
  /** Called with each receipt, for counting. */
  readonly landed?: (receipt: Receipt, bytes: number) => void
}

interface Waiting extends Arrival {
  readonly key: string
  readonly etag: string
  readonly size: number
  readonly messageId: string
}

/**
 * Lands what a batch of S3 events says has been put into the inbox: files of one province together, each object of the lake
 * written once. What has landed or is refused leaves the inbox; a message whose files could not be landed is handed back, the others are done.
 */
export async function landInbox(event: SQSEvent, parts: InboxParts): Promise<SQSBatchResponse> {
  const failed = new Set<string>()
  const waiting: Waiting[] = []
  for (const record of event.Records)
    await waitingOf(record, parts).then(
      (found) => waiting.push(...found),
      (error) => fail(parts, failed, [record.messageId], error),
    )
  for (const [province, files] of byProvince(waiting)) {
    await landTogether(province, files, parts).catch((error) =>
      fail(
        parts,
        failed,
        files.map(({ messageId }) => messageId),
        error,
      ),
    )
  }
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}

function fail({ log }: InboxParts, failed: Set<string>, messages: readonly string[], error: unknown): void {
  for (const message of messages) failed.add(message)
  log({ level: 'error', message: 'files not landed, handed back to the queue', messages, error: error instanceof Error ? error.message : String(error) })
}

/** Files that a message speaks of and that are still there. S3's own test message has no records. */
async function waitingOf({ body, messageId }: SQSRecord, { inbox }: InboxParts): Promise<Waiting[]> {
  const keys = ((JSON.parse(body) as Partial<S3Event>).Records ?? []).map(({ s3 }) => decodeURIComponent(s3.object.key.replace(/\+/g, ' ')))
  const found = await Promise.all([...new Set(keys)].map(async (key) => ({ key, file: await inbox.find(key) })))
  return found.flatMap(({ key, file }) => (file ? [waitingFile(inbox, key, file, messageId)] : []))
}

/** Read when its turn comes, so that a batch of large files needs the memory of one. */
const waitingFile = (inbox: Inbox, key: string, { etag, size, putAt }: WaitingFile, messageId: string): Waiting => ({
  key,
  etag,
  size,
  messageId,
  file: key.slice(key.lastIndexOf('/') + 1),
  receivedAt: putAt,
  bytes: () => inbox.bytes(key, etag),
  ...(size > MOST_BYTES && { digest: () => inbox.digest(key, etag) }),
})

/** `inbox/province=82/…` says for which province a file was handed in. */
function byProvince(files: readonly Waiting[]): Map<string | null, Waiting[]> {
  const groups = new Map<string | null, Waiting[]>()
  for (const file of files) {
    const province = /(?:^|\/)province=(\d{2})\//.exec(file.key)?.[1] ?? null
    groups.set(province, [...(groups.get(province) ?? []), file])
  }
  return groups
}

async function landTogether(province: string | null, files: readonly Waiting[], { inbox, lake, log, landed = () => undefined }: InboxParts): Promise<void> {
  const receipts = await land(lake, files, { said: { province, date: null } })
  for (const [index, receipt] of receipts.entries()) {
    const { key, etag, size } = files[index] as Waiting
    log(told(receipt))
    landed(receipt, size)
    await inbox.remove(key, etag)
  }
}

/** What a log may say of a receipt: numbers and codes, no words of an export. */
const told = ({ sha256, state, table, layout, province, first, last, rows, rejected, findings }: Receipt) => ({
  level: state === 'refused' ? 'warn' : 'info',
  message: `file ${state}`,
  sha256,
  table,
  layout,
  province,
  first,
  last,
  rows,
  rejected,
  findings: findings.length,
})
