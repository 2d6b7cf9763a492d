import type { S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { OutOfReachError, type Storage, StorageError } from '../../schema/lake.ts'
import { maskDigits, type Receipt } from '../../schema/receipts.ts'
import { type Inbox, InboxError, type WaitingFile } from './inbox.ts'
import { type Arrival, land } from './land.ts'
import { MOST_BYTES } from './open-file.ts'

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
  /** It has come back, or is too large to be held: what it does to a landing, it does to no other file. */
  readonly isAlone: boolean
  readonly hasGone: () => boolean
}

/**
 * Lands what a batch of S3 events says has been put into the inbox: files of one province together, each object of the lake
 * written once. What has landed or is refused leaves the inbox, and what has gone from it is done; a message whose files could
 * not be landed is handed back. Files that failed together are landed one by one, as are those that come again.
 */
export async function landInbox(event: SQSEvent, parts: InboxParts): Promise<SQSBatchResponse> {
  const failed = new Set<string>()
  const fail = (messages: readonly string[], error: unknown): void => {
    for (const message of messages) failed.add(message)
    parts.log({ level: 'error', message: 'files not landed, handed back to the queue', messages, ...told(error) })
  }
  const found = await Promise.all(
    event.Records.map((record) =>
      waitingOf(record, parts).catch((error) => {
        fail([record.messageId], error)
        return []
      }),
    ),
  )
  for (const group of groupsOf(found.flat())) await landGroup(group, parts, fail)
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}

type Fail = (messages: readonly string[], error: unknown) => void

async function landGroup(group: readonly Waiting[], parts: InboxParts, fail: Fail): Promise<void> {
  try {
    await landTogether(group, parts)
  } catch (error) {
    // A lake out of reach is so for each of them.
    if (group.length === 1 || error instanceof OutOfReachError)
      return fail(
        group.map(({ messageId }) => messageId),
        error,
      )
    parts.log({ level: 'warn', message: 'files not landed together, now one by one', files: group.length, ...told(error) })
    for (const file of bySize(group)) await landGroup([file], parts, fail)
  }
}

/** What a log may have of a fault: its kind, and words of our own. Those of others may quote names of files. */
function told(error: unknown): { fault: string; why?: string } {
  const fault = error instanceof Error ? error.name : typeof error
  return error instanceof StorageError || error instanceof InboxError ? { fault, why: maskDigits(error.message) } : { fault }
}

/** Files that a message speaks of and that are still there. S3's own test message has no records. */
async function waitingOf({ body, messageId, attributes }: SQSRecord, { inbox }: InboxParts): Promise<Waiting[]> {
  const keys = ((JSON.parse(body) as Partial<S3Event>).Records ?? []).map(({ s3 }) => decodeURIComponent(s3.object.key.replace(/\+/g, ' ')))
  const found = await Promise.all([...new Set(keys)].map(async (key) => ({ key, file: await inbox.find(key) })))
  const hasComeBack = Number(attributes?.ApproximateReceiveCount ?? 1) > 1
  return found.flatMap(({ key, file }) => (file ? [waitingFile(inbox, key, file, messageId, hasComeBack)] : []))
}

/** Read when its turn comes, so that a batch of large files needs the memory of one. */
function waitingFile(inbox: Inbox, key: string, { etag, size, putAt }: WaitingFile, messageId: string, hasComeBack: boolean): Waiting {
  let gone = false
  const there = async <T>(reading: Promise<T | null>): Promise<T | null> => {
    const read = await reading
    gone = read === null
    return read
  }
  const isTooLarge = size > MOST_BYTES
  return {
    key,
    etag,
    size,
    messageId,
    isAlone: hasComeBack || isTooLarge,
    hasGone: () => gone,
    file: key.slice(key.lastIndexOf('/') + 1),
    receivedAt: putAt,
    bytes: () => there(inbox.bytes(key, etag)),
    ...(isTooLarge && { digest: () => there(inbox.digest(key, etag)) }),
  }
}

/** `inbox/province=82/…` says for which province a file was handed in. */
const provinceOf = ({ key }: Waiting): string | null => /(?:^|\/)province=(\d{2})\//.exec(key)?.[1] ?? null

/** Small ones first: a large one may take all the time there is, and memory. */
const bySize = (files: readonly Waiting[]): Waiting[] => [...files].sort((a, b) => a.size - b.size)

/** Files of a province together; after them, each on its own, those that must be. */
function groupsOf(files: readonly Waiting[]): Waiting[][] {
  const together = new Map<string | null, Waiting[]>()
  for (const file of files.filter(({ isAlone }) => !isAlone)) together.set(provinceOf(file), [...(together.get(provinceOf(file)) ?? []), file])
  return [...together.values(), ...bySize(files.filter(({ isAlone }) => isAlone)).map((file) => [file])]
}

async function landTogether(files: readonly Waiting[], { inbox, lake, log, landed = () => undefined }: InboxParts): Promise<void> {
  const [first] = files
  const receipts = await land(lake, files, { said: { province: first ? provinceOf(first) : null, date: null } })
  const read = files.filter(({ hasGone }) => !hasGone())
  for (const [index, receipt] of receipts.entries()) {
    const { key, etag, size } = read[index] as Waiting
    log(shown(receipt))
    landed(receipt, size)
    await inbox.remove(key, etag)
  }
}

/** What a log may say of a receipt: numbers and codes, no words of an export. */
const shown = ({ sha256, state, table, layout, province, first, last, rows, rejected, findings }: Receipt) => ({
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
