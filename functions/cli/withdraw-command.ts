import { withdraw } from '../land/withdraw.ts'
import { openStorage } from './open-lake.ts'
import { reportReceipts } from './receipt-report.ts'
import { parseCommand, UsageError } from './usage.ts'

export async function withdrawCommand(words: readonly string[]): Promise<number> {
  const { positionals, options, lake, format } = parseCommand(words, ['reason'])
  const [sha256] = positionals
  if (positionals.length !== 1 || !sha256) throw new UsageError('withdraw: cần đúng một SHA256 / exactly one SHA256 is needed; da06 query landings')
  if (!options.reason?.trim()) throw new UsageError('--reason: thiếu lý do / why is missing')
  await reportReceipts([await withdraw(openStorage(lake), sha256, options.reason)], format)
  return 0
}
