import type { Metric } from '../schema/metric.ts'
import { metricOf } from '../schema/metrics.ts'
import { type IndexComponent, indexComponents, pointsOf } from '../schema/qd766.ts'
import type { Unit } from '../schema/units.ts'
import type { Coverage, IndexRow, Measured, ServicesUsedRow } from './answers.ts'
import type { Asking } from './asking.ts'
import type { ServiceKeys } from './by-service.ts'
import { type PeriodPart, periods } from './period.ts'
import { servicesUsed } from './services-used.ts'

type Answer = Omit<Measured, 'value'> & Coverage
type Reason = Pick<IndexRow, 'reason_vi' | 'reason_en'>

const untold: Reason = { reason_vi: 'không tệp xuất nào cho biết; không tính', reason_en: 'no export tells it; not counted' }
const noAnswer: Reason = { reason_vi: 'chưa có số liệu của cả kỳ; không tính', reason_en: 'no figures for the whole period; not counted' }
const nothing: Reason = { reason_vi: 'mẫu số bằng 0: không áp dụng; không tính', reason_en: 'nothing to divide by: not applicable; not counted' }
const known: Reason = { reason_vi: null, reason_en: null }
/** The decree counts all online services of a province, exports tell of the essential ones. */
const essentialOnly: Reason = { reason_vi: 'tính trên danh mục dịch vụ công thiết yếu', reason_en: 'of the catalogue of essential services' }

/** Figures of some units (of services: of some services) are of another whole than the others' of all. */
function partly({ metric }: IndexComponent, reporting: number, expected: number): Reason {
  const [vi, en] =
    metric === 'services'
      ? [`${reporting}/${expected} dịch vụ có số liệu`, `${reporting} of ${expected} told`]
      : [`${reporting}/${expected} đơn vị có số liệu`, `of ${reporting} of ${expected} units`]
  const [kindVi, kindEn] = metric === 'services' ? [`${essentialOnly.reason_vi}; `, `${essentialOnly.reason_en}; `] : ['', '']
  return { reason_vi: `${kindVi}mới ${vi}, nên không cộng vào tổng`, reason_en: `${kindEn}${en} alone, so no part of the sum` }
}

const isWhole = ({ points, reporting, expected }: Pick<IndexRow, 'points' | 'reporting' | 'expected'>): boolean => points !== null && reporting >= expected

/** A point that is all but reached counts as reached: rates are seldom whole. */
const EPSILON = 1e-9

/** How many more the numerator needs for the next whole point, all else unchanged; nothing where all points are had. */
export function nextPoint(component: IndexComponent, numerator: number, denominator: number): { next_points: number; more: number } | null {
  const points = pointsOf(component, numerator, denominator)
  if (points >= component.points - EPSILON) return null
  const next = Math.min(component.points, Math.floor(points + EPSILON) + 1)
  const needed = (next / component.points) * component.full * denominator
  return { next_points: next, more: Math.max(1, Math.ceil(needed - EPSILON * denominator) - numerator) }
}

/** What there should be more of. */
const moreOf = ({ metric }: IndexComponent): string | null => (metric === 'services' ? 'services_used' : metric === null ? null : (metricOf(metric)?.numerator ?? null))

function rowOf(component: IndexComponent, answer: Answer | null): IndexRow {
  const { code, group, vi, en, points: most } = component
  const { numerator, denominator, reporting, expected } = answer ?? { numerator: null, denominator: null, reporting: 0, expected: 0 }
  const named = { code, group, name_vi: vi, name_en: en, numerator, denominator, most, reporting, expected }
  const none = { ...named, value: null, points: null, next_points: null, more: null, more_of: null }
  if (component.metric === null) return { ...none, ...untold }
  if (numerator === null || denominator === null) return { ...none, ...noAnswer }
  if (denominator === 0) return { ...none, ...nothing }
  const next = nextPoint(component, numerator, denominator)
  const reason = reporting < expected ? partly(component, reporting, expected) : component.metric === 'services' ? essentialOnly : known
  return {
    ...{ ...named, ...reason, value: numerator / denominator, points: pointsOf(component, numerator, denominator) },
    ...(next ?? { next_points: null, more: null }),
    more_of: next && moreOf(component),
  }
}

/** Of components that every unit tells: points of some units alone would be added to points of others. It is no score of a province. */
function sumOf(rows: readonly IndexRow[]): IndexRow {
  const whole = rows.filter(isWhole)
  const partial = rows.filter((row) => row.points !== null && !isWhole(row)).length
  const none = { group: null, value: null, numerator: null, denominator: null, next_points: null, more: null, more_of: null }
  const [vi, en] = partial === 0 ? ['', ''] : [`; ${partial} thành phần mới có một phần, không cộng`, `; ${partial} more of some alone ${partial === 1 ? 'is' : 'are'} not added`]
  return {
    ...{ code: 'KNOWN', ...none, name_vi: 'Cộng các thành phần đủ số liệu', name_en: 'Sum of the components that every unit tells' },
    points: whole.length === 0 ? null : whole.reduce((sum, { points }) => sum + (points ?? 0), 0),
    most: whole.reduce((sum, { most }) => sum + most, 0),
    reason_vi: `${whole.length}/${rows.length} thành phần có số liệu của mọi đơn vị${vi}; không phải điểm của tỉnh`,
    reason_en: `${whole.length} of ${rows.length} components have figures of every unit${en}; not the score of a province`,
    reporting: whole.length,
    expected: rows.length,
  }
}

const metricsNeeded = indexComponents.flatMap(({ metric }) => (metric === null || metric === 'services' ? [] : [metricOf(metric) as Metric]))

const ofServices = (row: ServicesUsedRow | undefined): Answer | null =>
  row ? { numerator: row.numerator, denominator: row.denominator, reporting: (row.denominator ?? 0) - row.not_told, expected: row.denominator ?? 0 } : null

/** The components of the index of QĐ 766 in each of the units: points where an export tells the rate, null with the reason where none does. */
export async function indexPoints(asking: Asking, units: readonly Unit[], keys: ServiceKeys): Promise<IndexRow[][]> {
  const parts = units.flatMap((unit) => metricsNeeded.map((metric): PeriodPart => ({ unit, metric })))
  const [answers, used] = await Promise.all([periods(asking, parts, keys), servicesUsed(asking, units, keys)])
  return units.map((_, i) => {
    const of = (component: IndexComponent): Answer | null => {
      if (component.metric === 'services') return ofServices(used[i]?.[0])
      const n = metricsNeeded.findIndex(({ code }) => code === component.metric)
      return n < 0 ? null : (answers[i * metricsNeeded.length + n] ?? null)
    }
    const rows = indexComponents.map((component) => rowOf(component, of(component)))
    return [...rows, sumOf(rows)]
  })
}
