import { daysBetween, earlier, shiftDay } from '../schema/days.ts'
import { badInput, InputError } from '../schema/input-error.ts'
import type { Grain } from './answers.ts'

/** Ten years of days: what one answer may hold. */
export const MOST_POINTS = 3_700

/** A calendar period clipped to the window asked. */
export interface Bucket {
  readonly start: string
  readonly end: string
}

/** First day of the calendar period a day lies in; weeks begin on Monday. */
export function periodStart(day: string, grain: Grain): string {
  if (grain === 'day') return day
  if (grain === 'month') return `${day.slice(0, 7)}-01`
  return shiftDay(day, -((new Date(day).getUTCDay() + 6) % 7))
}

function nextPeriod(day: string, grain: Grain): string {
  if (grain === 'month') return periodStart(shiftDay(periodStart(day, 'month'), 31), 'month')
  return shiftDay(periodStart(day, grain), grain === 'week' ? 7 : 1)
}

/** Throws InputError naming `from` where it lies after `to`, or `to` where the window holds too many days. */
export function checkWindow(from: string, to: string, most = MOST_POINTS * 31): void {
  if (from > to) throw badInput('from', from, `một ngày không sau / a day not after to=${to}`)
  const days = daysBetween(from, to) + 1
  if (days > most) throw new InputError('LIMIT_EXCEEDED', 'to', `to: ${days} ngày, tối đa ${most} / ${days} days, at most ${most}`)
}

/** The periods of a window in order. Throws LIMIT_EXCEEDED naming `to` where they are more than an answer may hold. */
export function bucketsOf(from: string, to: string, grain: Grain): Bucket[] {
  checkWindow(from, to, grain === 'day' ? MOST_POINTS : undefined)
  const buckets: Bucket[] = []
  for (let start = from; start <= to; ) {
    const next = nextPeriod(start, grain)
    const last = shiftDay(next, -1)
    buckets.push({ start, end: earlier(last, to) })
    start = next
  }
  if (buckets.length > MOST_POINTS)
    throw new InputError('LIMIT_EXCEEDED', 'to', `to: ${buckets.length} điểm, tối đa ${MOST_POINTS} / ${buckets.length} points, at most ${MOST_POINTS}`)
  return buckets
}

const lastOfMonth = (day: string): string => shiftDay(nextPeriod(day, 'month'), -1)

/** Months from the one a day lies in to the one another lies in, both counted. */
const monthsBetween = (first: string, last: string): number =>
  12 * (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) + Number(last.slice(5, 7)) - Number(first.slice(5, 7)) + 1

/** The window that begins on another day and is as long: as many days, or as many months where it is of whole ones and that day is a first, too. */
export function windowFrom(since: string, { start, end }: Bucket): Bucket {
  const whole = start.endsWith('-01') && end === lastOfMonth(end) && since.endsWith('-01')
  if (!whole) return { start: since, end: shiftDay(since, daysBetween(start, end)) }
  const months = Array.from({ length: monthsBetween(start, end) - 1 })
  return { start: since, end: lastOfMonth(months.reduce<string>((month) => nextPeriod(month, 'month'), since)) }
}
