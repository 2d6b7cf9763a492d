import { land } from '../land/land.ts'
import { arrivalsOf } from './arrivals.ts'
import { explainFiles } from './explain-files.ts'
import { openStorage } from './open-lake.ts'
import { progressLine } from './progress.ts'
import { exitStatus, reportReceipts } from './receipt-report.ts'
import { noticeWithoutUnits } from './units-notice.ts'
import { momentOption, parseCommand, periodOption, UsageError } from './usage.ts'

export async function landCommand(words: readonly string[]): Promise<number> {
  const { positionals, options, flags, lake, format } = parseCommand(words, ['province', 'date', 'received-at'], ['explain'])
  if (positionals.length === 0) throw new UsageError('land: thiếu đường dẫn tệp hoặc thư mục / a path of a file or folder is missing')
  const days = periodOption('date', options.date)
  const received = momentOption('received-at', options['received-at']) ?? Date.now()
  const province = options.province ?? null
  if (province !== null && !/^\d{2}$/.test(province)) throw new UsageError(`--province ${JSON.stringify(province)}: cần mã tỉnh hai chữ số / expected a province's two digits`)
  const arrivals = await arrivalsOf(positionals, received)
  if (arrivals.length === 0) throw new UsageError(`${positionals.join(' ')}: không có tệp nào trong đó / no files in there`)
  if (flags.includes('explain')) return (await explainFiles(lake, arrivals, { province, ...days }, format)) ? 0 : 3
  const storage = openStorage(lake)
  await noticeWithoutUnits(storage)
  const line = progressLine()
  const receipts = await land(storage, arrivals, {
    said: { province, ...days },
    progress: ({ read, of, file, writing }) => line.tell(writing ? `ghi / writing ${writing}` : `đọc / reading ${read}/${of} ${file ?? ''}`),
  }).finally(line.end)
  await reportReceipts(receipts, format)
  return exitStatus(receipts)
}
