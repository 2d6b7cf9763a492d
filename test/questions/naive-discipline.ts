import { dayList, shiftDay } from '../../schema/days.ts'
import type { Unit } from '../../schema/units.ts'
import type { SentFile } from './submission-lake.ts'

interface NaiveDuty {
  readonly code: string
  readonly table: string
  readonly breakdown: string
  readonly periods: readonly { readonly round: string; readonly first: string; readonly last: string; readonly due: number; readonly onTime: (received: number) => boolean }[]
  readonly owes: (unit: Unit, last: string) => boolean
}

const at = (text: string): number => Date.parse(`${text}+07:00`)
/** On time before a day begins in Viet Nam; what is said is the last millisecond before. */
const beforeDay = (day: string) => ({ due: at(`${day}T00:00:00`) - 1, onTime: (received: number) => received < at(`${day}T00:00:00`) })

const years = dayList('2025-05-01', '2025-09-30')
const isMonday = (day: string): boolean => new Date(`${day}T12:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }) === 'Monday'

/** The week's number by counting the Thursdays of the year. */
function weekName(monday: string): string {
  const thursday = shiftDay(monday, 3)
  const thursdays = dayList(`${thursday.slice(0, 4)}-01-01`, thursday).filter((day) => isMonday(shiftDay(day, -3)))
  return `${thursday.slice(0, 4)}-W${String(thursdays.length).padStart(2, '0')}`
}

const weeks = years.filter(isMonday).map((first) => {
  const due = at(`${shiftDay(first, 8)}T09:00:00`)
  return { round: weekName(first), first, last: shiftDay(first, 6), due, onTime: (received: number) => received < due }
})
const months = years
  .filter((day) => day.endsWith('-01'))
  .map((first) => {
    const next = years.find((day) => day > first && day.endsWith('-01')) ?? '2025-10-01'
    return { round: first.slice(0, 7), first, last: shiftDay(next, -1), ...beforeDay(next.replace(/01$/, '13')) }
  })

export const naiveDuties: readonly NaiveDuty[] = [
  { code: 'essential-weekly', table: 'dossiers', breakdown: 'service', periods: weeks, owes: ({ level }, last) => level === (last < '2025-07-01' ? 'district' : 'commune') },
  { code: 'monthly-dossiers', table: 'dossiers', breakdown: 'all', periods: months, owes: ({ level }) => level !== 'province' },
]

interface Asked {
  readonly from: string
  readonly to: string
  readonly named: readonly string[] | null
  readonly clock: number
  readonly asKnownAt: number
}

const isBelow = (one: Unit, above: Unit): boolean =>
  one === above || (one.province === above.province && (above.level === 'province' || (above.level === 'district' && (one.district === above.code || one.code === above.code))))

/** Who has sent what by the words of the question: report by report, file by file. */
export function naiveDiscipline(units: readonly Unit[], files: readonly SentFile[], above: Unit, { from, to, named, clock, asKnownAt }: Asked): string[] {
  const standing = files.filter((file) => Date.parse(file.landed ?? file.received) <= asKnownAt && !(file.withdrawn && Date.parse(file.withdrawn) <= asKnownAt))
  const rows = naiveDuties.flatMap(({ code, table, breakdown, periods, owes }) => {
    const ofKind = standing.filter((file) => file.table === table && file.breakdown === breakdown)
    const begun = ofKind
      .filter((file) => file.province === above.province && periods.some(({ first, last }) => first === file.first && last === file.last))
      .map(({ first }) => first)
      .sort()[0]
    const owed = named ? named.includes(code) : begun !== undefined
    return periods
      .filter(({ first, last }) => owed && dayList(first, last).some((day) => day >= from && day <= to) && (named !== null || first >= (begun as string)))
      .flatMap(({ round, first, last, due, onTime }) => {
        const valid = (unit: Unit): boolean => unit.validFrom <= last && last <= unit.validTo
        if (!valid(above)) return []
        return units
          .filter((unit) => valid(unit) && isBelow(unit, above) && owes(unit, last))
          .map((unit) => {
            const sent = ofKind
              .filter((file) => file.province === unit.province || (file.province === 'none' && unit.level !== 'agency'))
              .filter((file) => file.first === first && file.last === last && file.units.includes(unit.code) && Date.parse(file.received) <= clock)
              .map(({ received }) => Date.parse(received))
            const came = sent.length === 0 ? null : Math.min(...sent)
            const state = came !== null ? (onTime(came) ? 'on_time' : 'late') : clock > due || (clock === due && !onTime(clock)) ? 'missing' : 'not_due'
            return { due, unit: unit.code, text: [code, round, unit.code, new Date(due).toISOString(), state, came === null ? '-' : new Date(came).toISOString()].join(' ') }
          })
      })
  })
  return rows.sort((a, b) => a.due - b.due || (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0)).map(({ text }) => text)
}
