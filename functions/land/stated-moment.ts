import { dayOf, momentOf } from '../../schema/days.ts'

export interface Stated {
  /** First day of a period; days have none. */
  readonly first?: string
  /** Day of the figures; of a period its last. */
  readonly day: string
  /** Milliseconds since 1970 where an hour is stated; null means the end of the day. */
  readonly moment: number | null
  /** Other days that the lines state as firmly. */
  readonly rivals: readonly string[]
}

/** Lines are looked at this far; patterns below have no two repetitions side by side, so the work grows with the length. */
const LONGEST_LINE = 400

const DATE = /(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})(?!\d)|(\d{1,2}) tháng (\d{1,2}) năm (\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/giu
const HOUR = "(\\d{1,2}) ?(?:giờ|h|g|:) ?(\\d{2})?(?::\\d{2})?(?: ?(?:phút|p|'))?( (?:sáng|trưa|chiều|tối|đêm))?"
const HOUR_BEFORE = new RegExp(`(?<![\\d:.,/])${HOUR},?(?: ngày)? ?$`, 'iu')
const HOUR_AFTER = new RegExp(`^(?:,| lúc| -)? ?${HOUR}(?![\\p{L}\\d:])`, 'iu')

/** How firmly words before a date say that figures are of it; the firmest date counts. */
const firmness: readonly (readonly [RegExp, number])[] = [
  [/(tính|cập nhật|thống kê|số liệu) đến/iu, 3],
  [/(đến hết|hết) ngày|hết ngày/iu, 2],
  [/đến ngày|đến \d|đến ?$/iu, 1],
]
/** "số 383/KH-UBND ngày 15/8/2023" is a document's date, "chỉ tiêu đến ngày 31/12" a deadline. */
const DOCUMENT = /(\d+\/[\p{Lu}\p{N}Đ-]{2,}|quyết định|kế hoạch|công văn|nghị định|thông tư|chỉ thị|văn bản|báo cáo số|kèm theo)[^,;.()]{0,60}$/iu
const DEADLINE = /(chỉ tiêu|mục tiêu|thời hạn|hạn|kế hoạch|phấn đấu)[^,;.()\d]{0,30}$/iu
/** "Ngày in: 22/8/2023": told only where no other day is. */
const PRINTED = /(^|[\s(])(in|xuất|kết xuất|trích xuất|lập|tạo)\b[^,;.()\d]{0,30}[\d:hg ]*(ngày )?$/iu
const TITLE = /báo cáo|tổng hợp|thống kê|kết quả|bảng|biểu|số liệu|ngày \d.*ngày/iu

interface Found {
  readonly day: string
  readonly moment: number | null
  readonly firm: number
}

/** "Tiền Giang, ngày 20 tháng 8 năm 2023" is when somebody signed. */
const isSignature = (before: string, inWords: boolean): boolean => /,\s?ngày ?$/iu.test(before) && (inWords ? !/(đến|hết)[^,]{0,20}, ?ngày ?$/iu.test(before) : !TITLE.test(before))

function hourOf(before: string, after: string): { hour: number; minute: number } | null {
  if (/hết ngày ?$/iu.test(before)) return null
  const match = HOUR_BEFORE.exec(before) ?? HOUR_AFTER.exec(after)
  if (!match) return null
  const [said, minute] = [Number(match[1]), Number(match[2] ?? 0)]
  const hour = /chiều|tối|đêm/iu.test(match[3] ?? '') && said < 12 ? said + 12 : said
  return hour <= 23 && minute < 60 ? { hour, minute } : hour === 24 && minute === 0 ? { hour, minute } : null
}

function datesIn(line: string): Found[] {
  const found: Found[] = []
  let from = 0
  for (const match of line.matchAll(DATE)) {
    const before = line.slice(from, match.index)
    from = match.index + match[0].length
    const [year, month, of] = match[1] ? [match[3], match[2], match[1]] : match[4] ? [match[6], match[5], match[4]] : [match[7], match[8], match[9]]
    const day = dayOf(Number(year), Number(month), Number(of))
    const clause = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('(')) + 1)
    const firm = firmness.find(([words]) => words.test(clause))?.[1] ?? (PRINTED.test(clause) ? -1 : 0)
    if (
      day === null ||
      (firm < 3 && (DOCUMENT.test(clause) || DEADLINE.test(clause.replace(/ ?(đến|hết|trước)?( hết)?( ngày)? ?$/iu, '')))) ||
      (firm < 2 && isSignature(before, match[4] !== undefined))
    )
      continue
    const hour = hourOf(before, line.slice(from, from + 24))
    found.push({ day, moment: hour && momentOf(day, hour.hour, hour.minute), firm })
  }
  return found
}

/**
 * The day, and the hour where there is one, that the lines above a table state its figures to be of: "tính đến …" before
 * "đến hết ngày …", "đến ngày …" and any other date; of two stated alike the later. Null where no line states one.
 */
export function statedMoment(lines: readonly string[]): Stated | null {
  const found = lines.flatMap((line) => datesIn(line.normalize('NFC').slice(0, LONGEST_LINE).replace(/\s+/g, ' ')))
  const firmest = Math.max(...found.map(({ firm }) => firm))
  const told = found.filter(({ firm }) => firm === firmest).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : (b.moment ?? 0) - (a.moment ?? 0)))
  const best = told[0]
  return best ? { day: best.day, moment: best.moment, rivals: [...new Set(told.map(({ day }) => day))].filter((day) => day !== best.day) } : null
}
