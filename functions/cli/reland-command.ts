import { reland } from '../land/reland.ts'
import { openStorage } from './open-lake.ts'
import { progressLine } from './progress.ts'
import { exitStatus, reportReceipts } from './receipt-report.ts'
import { parseCommand } from './usage.ts'

export async function relandCommand(words: readonly string[]): Promise<number> {
  const { positionals, lake, format } = parseCommand(words, [])
  const line = progressLine()
  const receipts = await reland(openStorage(lake), positionals, (read, of) => line.tell(`đọc lại / reading again ${read}/${of}`)).finally(line.end)
  await reportReceipts(receipts, format)
  return exitStatus(receipts)
}
