import { dayOf, momentOf } from '../../schema/days.ts'

export interface Stated {
  readonly day: string
  /** Milliseconds since 1970 where an hour is stated; null means the end of the day. */
  readonly moment: number | null
}

const DATE = /(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})/giu
const HOUR_BEFORE = /(\d{1,2})\s*(?:giờ|h|g|:)\s*(\d{2})?\s*(?:phút|p|')?\s*,?\s*(?:ngày)?\s*$/iu
const HOUR_AFTER = /^\s*(?:,|lúc|-)?\s*(\d{1,2})\s*(?:giờ|h|g|:)(?!\p{L})\s*(\d{2})?/iu
const AS_OF = /(tính đến|đến hết|hết ngày|đến ngày|số liệu|đến\s*$)/iu
/** "Tiền Giang, ngày 20 tháng 8 năm 2023" is when somebody signed; "số 383/KH-UBND ngày 15/8/2023" is a document's date. */
const SIGNED = /^[^,;:()\d]{2,40},\s*ngày/iu
const DOCUMENT = /(\d+\/[\p{Lu}\p{N}Đ-]{2,}|quyết định|kế hoạch|công văn|nghị định|thông tư|chỉ thị|văn bản)[^,;.()]{0,60}$/iu

interface Found extends Stated {
  readonly asOf: boolean
}

function* datesIn(line: string): Generator<Found> {
  if (SIGNED.test(line.trim())) return
  let from = 0
  for (const match of line.matchAll(DATE)) {
    const before = line.slice(from, match.index)
    from = match.index + match[0].length
    const day = match[1] ? dayOf(Number(match[3]), Number(match[2]), Number(match[1])) : dayOf(Number(match[6]), Number(match[5]), Number(match[4]))
    const asOf = AS_OF.test(before)
    if (day === null || (DOCUMENT.test(before) && !asOf)) continue
    const after = line.slice(from, from + 12)
    const hour = /hết ngày/iu.test(before) ? null : (HOUR_BEFORE.exec(before) ?? HOUR_AFTER.exec(after))
    const valid = hour && Number(hour[1]) <= 24 && Number(hour[2] ?? 0) < 60
    yield { day, moment: valid ? momentOf(day, Number(hour[1]), Number(hour[2] ?? 0)) : null, asOf }
  }
}

/**
 * The day, and the hour where there is one, that the lines above a table state its figures to be of: "tính đến …" before any
 * other date, the later of a window's two. Null where no line states one.
 */
export function statedMoment(lines: readonly string[]): Stated | null {
  const found = lines.flatMap((line) => [...datesIn(line.normalize('NFC'))])
  const told = found.filter(({ asOf }) => asOf)
  const best = (told.length > 0 ? told : found).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : (b.moment ?? 0) - (a.moment ?? 0)))[0]
  return best ? { day: best.day, moment: best.moment } : null
}
