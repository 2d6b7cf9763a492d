import { dayOf } from '../../schema/days.ts'
import type { Stated } from './stated-moment.ts'

const YEAR = '(\\d{4}|\\d{2}(?!\\d))'
const DAY = `(\\d{1,2}) ?(?:[/.-]|tháng) ?(\\d{1,2})(?: ?(?:[/.-]|năm) ?${YEAR})?`
/** The last day of a window ends there: no further digit, nor a date's next part. */
const LAST_DAY = `${DAY}(?!\\d|[/.-]\\d)`
const HOUR = '(?: ?\\d{1,2} ?(?::|h|g|giờ) ?\\d{0,2}(?: ?phút)?,?)?'
const WORD_DAY = '(?: hết)?(?: ngày)?'
/** "Từ ngày 01/09/2023 đến hết ngày 15/09/2023", "từ 1/9 đến 15/9/2023", "từ ngày 01 tháng 9 năm 2023 đến ngày 15 tháng 9 năm 2023". */
const FROM_TO = new RegExp(`từ${HOUR}${WORD_DAY}:? ?${DAY}${HOUR},? ?(?:đến|tới|-|–)${HOUR}${WORD_DAY}:? ?${LAST_DAY}`, 'giu')
/** "Đợt 02 (16/9/2023 - 30/9/2023)". */
const BETWEEN = new RegExp(`(?<![\\d/.-])${DAY} ?(?:-|–|—|đến) ?${LAST_DAY}`, 'giu')

/** Lines are looked at this far. */
const LONGEST_LINE = 400

interface Period {
  readonly first: string
  readonly last: string
}

const yearOf = (text: string | undefined): number => (text?.length === 2 ? 2000 + Number(text) : Number(text))

/** A first day without a year is of the last one's, or of the year before where it would come later ("từ 16/12 đến 15/01/2024"). */
function periodOf([, d1, m1, y1, d2, m2, y2]: RegExpMatchArray): Period | null {
  const year = yearOf(y2 ?? y1)
  if (Number.isNaN(year)) return null
  const last = dayOf(year, Number(m2), Number(d2))
  const same = dayOf(y1 === undefined ? year : yearOf(y1), Number(m1), Number(d1))
  const first = y1 === undefined && same !== null && last !== null && same > last ? dayOf(year - 1, Number(m1), Number(d1)) : same
  return first !== null && last !== null && first <= last ? { first, last } : null
}

const periodsIn = (lines: readonly string[], pattern: RegExp): Period[] => lines.flatMap((line) => [...line.matchAll(pattern)].flatMap((match) => periodOf(match) ?? []))

/**
 * The period that the lines above a table state its figures to be of: "từ ngày … đến ngày …" before two dates with a dash
 * between them. Of several the first, the others are told as rivals. A month or quarter alone is none: real quarters run
 * from the 1st of December too. Null where no line states one.
 */
export function statedPeriod(lines: readonly string[]): Stated | null {
  const texts = lines.map((line) => line.normalize('NFC').slice(0, LONGEST_LINE).replace(/\s+/g, ' '))
  const told = periodsIn(texts, FROM_TO)
  const [best, ...others] = told.length > 0 ? told : periodsIn(texts, BETWEEN)
  if (!best) return null
  const rivals = others.filter(({ first, last }) => first !== best.first || last !== best.last).map(({ first, last }) => `${first} – ${last}`)
  return { first: best.first, day: best.last, moment: null, rivals: [...new Set(rivals)] }
}
