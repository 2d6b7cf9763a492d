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
  return {
    ...{ ...named, ...(component.metric === 'services' ? essentialOnly : known), value: numerator / denominator, points: pointsOf(component, numerator, denominator) },
    ...(next ?? { next_points: null, more: null }),
    more_of: next && moreOf(component),
  }
}

/** Of components that are known alone: it is no score of a province. */
function sumOf(rows: readonly IndexRow[]): IndexRow {
  const told = rows.filter(({ points }) => points !== null)
  const none = { group: null, value: null, numerator: null, denominator: null, next_points: null, more: null, more_of: null }
  return {
    ...{ code: 'KNOWN', ...none, name_vi: 'Cộng các thành phần biết được', name_en: 'Sum of the components that are known' },
    points: told.length === 0 ? null : told.reduce((sum, { points }) => sum + (points ?? 0), 0),
    most: told.reduce((sum, { most }) => sum + most, 0),
    reason_vi: `${told.length}/${rows.length} thành phần; không phải điểm của tỉnh`,
    reason_en: `${told.length} of ${rows.length} components; not the score of a province`,
    reporting: told.length,
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
