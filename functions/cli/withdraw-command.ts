import { withdraw } from '../land/withdraw.ts'
import { openStorage } from './open-lake.ts'
import { reportReceipts } from './receipt-report.ts'
import { parseCommand, UsageError } from './usage.ts'

export async function withdrawCommand(words: readonly string[]): Promise<number> {
  const { positionals, options, lake, format } = parseCommand(words, ['reason'])
  const [sha256] = positionals
  if (positionals.length !== 1 || !sha256) throw new UsageError('withdraw: cần đúng một SHA256 / exactly one SHA256 is needed; da06 query landings')
  if (!options.reason?.trim()) throw new UsageError('--reason: thiếu lý do / why is missing')
  const receipt = await withdraw(openStorage(lake), sha256, options.reason)
  if (format !== 'table') await reportReceipts([receipt], format)
  else
    process.stderr.write(`Đã rút / withdrawn: ${receipt.file}, ${receipt.first} – ${receipt.last}, ${receipt.rows} dòng / rows\nXem / see: da06 query landings state=withdrawn\n`)
  return 0
}
