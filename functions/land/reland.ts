import { exactMoment } from '../../schema/days.ts'
import { InputError } from '../../schema/input-error.ts'
import { rawKey, type Storage, StorageError } from '../../schema/lake.ts'
import { type Receipt, RefusedError } from '../../schema/receipts.ts'
import { type Arriving, openArriving } from './arriving.ts'
import { commitReceipts, type Draft, removeReceipts } from './commit-receipts.ts'
import { checkFormat } from './lake-format.ts'
import { receiptFields } from './land.ts'
import { rebuild } from './rebuild.ts'
import { type LandingRegister, loadRegister } from './register.ts'
import { saidOf } from './said.ts'
import { stageFile } from './stage-file.ts'
import { receiptsOf, type StoredReceipt, storedReceipts } from './stored-receipts.ts'
import { submissionsOf } from './submissions.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/**
 * Lands raw files again by today's register and headings, with the `received_at` they had: all that have landed, or those named.
 * A file that would be refused today keeps what it has; its receipt is given as refused. Throws InputError for an unknown file.
 */
export async function reland(storage: Storage, shas: readonly string[], progress: (read: number, of: number) => void = () => undefined): Promise<Receipt[]> {
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    const all = await storedReceipts(work, null)
    const chosen = all.filter(({ row }) => row.state === 'landed' && (shas.length === 0 || shas.includes(String(row.sha256))))
    const missing = shas.find((sha) => !chosen.some(({ row }) => row.sha256 === sha))
    if (missing)
      throw new InputError(
        'NOT_FOUND',
        'SHA256',
        `SHA256: "${missing.slice(0, 80)}" — chưa có tệp nào như vậy được nạp; xem da06 query landings / no such file has landed; see da06 query landings`,
      )
    const arriving = await openArriving(work)
    const register = await loadRegister(work)
    const drafts: Draft[] = []
    const refused: Receipt[] = []
    // A relanding cut short may have left a receipt in two places; the one that comes later in the lake is as good.
    const once = [...new Map(chosen.map((stored) => [stored.row.sha256, stored])).values()]
    for (const [index, stored] of once.entries()) {
      progress(index, once.length)
      const read = await readAgain(arriving, stored, register)
      if ('receipt' in read) drafts.push(read)
      else refused.push({ ...((await receiptsOf(work, [stored]))[0] as Receipt), state: 'refused', findings: [read.finding] })
    }
    progress(once.length, once.length)
    const landedAt = await rebuild(arriving, new Set(drafts.map(({ receipt }) => receipt.sha256)), all, register)
    const written = await commitReceipts(work, drafts, landedAt)
    await dropMoved(work, drafts, chosen)
    const withdrawn = drafts.map(({ receipt }) => receipt.sha256).filter((sha) => !written.some(({ sha256 }) => sha256 === sha))
    if (withdrawn.length > 0) await rebuild(await openArriving(work), new Set(withdrawn), await storedReceipts(work, null), register)
    return [...written, ...refused]
  } finally {
    await work.close()
  }
}

async function readAgain(arriving: Arriving, { row, key }: StoredReceipt, register: LandingRegister): Promise<Draft | RefusedError> {
  const sha256 = String(row.sha256)
  const raw = await arriving.work.storage.get(rawKey(sha256))
  if (!raw) throw new StorageError(`${rawKey(sha256)}: không có tệp gốc; chạy da06 verify / the raw file is missing; run da06 verify`)
  const said = saidOf(row.said as string | null)
  try {
    const read = await stageFile(arriving, { bytes: Buffer.from(raw.bytes), sha256, receivedAt: Number(row.received_at), said }, register)
    const common = { file: String(row.file), sha256, received_at: exactMoment(Number(row.received_at)), withdrawn_at: null, reason: null }
    return { said, submissions: submissionsOf(read), before: { landedAt: Number(row.landed_at), key }, receipt: { ...common, ...receiptFields(read) } }
  } catch (error) {
    if (error instanceof RefusedError) return error
    throw error
  }
}

/** A receipt whose province is known only now stands in another object: the old row goes last, and a relanding cut short before that is done again. */
async function dropMoved(work: Workspace, drafts: readonly Draft[], chosen: readonly StoredReceipt[]): Promise<void> {
  const places = new Map(drafts.map(({ receipt }) => [receipt.sha256, receipt.province]))
  const moved = chosen.filter(({ row }) => places.has(String(row.sha256)) && places.get(String(row.sha256)) !== row.province)
  for (const { key, row } of moved) await removeReceipts(work, key, [String(row.sha256)])
}
