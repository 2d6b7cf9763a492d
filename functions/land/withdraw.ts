import { InputError } from '../../schema/input-error.ts'
import type { Storage } from '../../schema/lake.ts'
import { maskDigits, type Receipt } from '../../schema/receipts.ts'
import { openArriving } from './arriving.ts'
import { updateReceipts } from './commit-receipts.ts'
import { checkFormat } from './lake-format.ts'
import { rebuild } from './rebuild.ts'
import { loadRegister } from './register.ts'
import { receiptsOf, storedReceipts } from './stored-receipts.ts'
import { openWorkspace, timestamp } from './workspace.ts'

/**
 * Takes a landing back: its receipt says so first, then its facts return to what they would be without it. Cut short, doing
 * it again completes it. Throws InputError where no such file has landed.
 */
export async function withdraw(storage: Storage, sha256: string, reason: string): Promise<Receipt> {
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    const all = await storedReceipts(work, null)
    const own = all.filter(({ row }) => row.sha256 === sha256 && row.state !== 'refused')
    const landed = own.filter(({ row }) => row.state === 'landed')
    if (own.length === 0)
      throw new InputError(
        'NOT_FOUND',
        'SHA256',
        `SHA256: "${sha256.slice(0, 80)}" — chưa có tệp nào như vậy được nạp; xem da06 query landings / no such file has landed; see da06 query landings`,
      )
    const now = Date.now()
    for (const { key } of landed) {
      const told = maskDigits(reason.slice(0, 500)).replaceAll("'", "''")
      await updateReceipts(work, key, [sha256], `update landings set state = 'withdrawn', withdrawn_at = ${timestamp(now)}, reason = '${told}'`)
    }
    await rebuild(await openArriving(work), new Set([sha256]), own.concat(all.filter(({ row }) => row.sha256 !== sha256)), await loadRegister(work))
    const after = (await storedReceipts(work, [sha256])).filter(({ row }) => row.state === 'withdrawn').slice(-1)
    return (await receiptsOf(work, after))[0] as Receipt
  } finally {
    await work.close()
  }
}
