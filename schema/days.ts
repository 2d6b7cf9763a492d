/** Days are ISO text (`2023-08-20`), moments are ISO text with offset or milliseconds since 1970 (UTC). */
export const DAY_MS = 86_400_000
/** Viet Nam keeps one offset all year, so a day's end is arithmetic. */
const OFFSET_MS = 7 * 3_600_000
export const FOREVER = '9999-12-31'

export const shiftDay = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Of two days of ISO text the one that comes first. */
export function earlier(a: string, b: string): string {
  if (a < b) return a
  return b
}

export function later(a: string, b: string): string {
  if (a > b) return a
  return b
}

export const daysBetween = (first: string, last: string): number => Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS)

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => ((new Date(day).getUTCDay() + 6) % 7) + 1

/** The day, if the text is one that exists (30 February does not); else null. */
export function parseDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text || text < '1900' || text >= '9000' ? null : text
}

/** A day from its parts as an export writes them, or null where no such day exists. */
export const dayOf = (year: number, month: number, day: number): string | null =>
  parseDay(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)

/** Milliseconds of a moment written as ISO 8601; without an offset it is meant in Viet Nam. Null where it is none. */
export function parseMoment(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)
  if (!match?.[1] || parseDay(match[1]) === null) return null
  if (Number(match[2] ?? 0) > 23 || Number(match[3] ?? 0) > 59 || Number(match[4] ?? 0) > 59) return null
  const ms = Date.parse(`${text.replace(' ', 'T')}${match[2] ? '' : 'T00:00'}${match[5] ? '' : '+07:00'}`)
  return Number.isNaN(ms) ? null : ms
}

/** A day and an hour in Viet Nam as a moment. */
export const momentOf = (day: string, hour: number, minute: number): number => Date.parse(day) + (hour * 60 + minute) * 60_000 - OFFSET_MS

/** A day without an hour counts as its end. */
export const endOfDay = (day: string): number => Date.parse(day) + DAY_MS - 1 - OFFSET_MS

export const isoMoment = (ms: number): string => new Date(ms).toISOString()

/** As an export's reader sees it: `2023-08-20T17:00:00+07:00`. */
export const localMoment = (ms: number): string => `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+07:00`

/** The same to the millisecond: moments of landing differ by as little. */
export const exactMoment = (ms: number): string => `${new Date(ms + OFFSET_MS).toISOString().slice(0, 23)}+07:00`

export const localDay = (ms: number): string => new Date(ms + OFFSET_MS).toISOString().slice(0, 10)

/** Every day from first to last. */
export function dayList(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = shiftDay(day, 1)) days.push(day)
  return days
}
