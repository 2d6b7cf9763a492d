import type { Metric } from '../schema/metric.ts'
import { metricOf } from '../schema/metrics.ts'
import { dossierStages } from '../schema/procedure-metrics.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { FunnelStage } from './answers.ts'
import type { Asking } from './asking.ts'
import { measureFor } from './measure.ts'
import type { MemberSum } from './member-sums.ts'
import { checkPeriodKeys, type PeriodKeys } from './period.ts'
import type { Asked } from './period-facts.ts'
import type { PeriodQuestion } from './period-question.ts'
import { sumsOf } from './period-sums.ts'
import { added, deskSums, desksAmong, membersOf, scopeOf } from './unit-sums.ts'

const stages = dossierStages.map((code) => metricOf(code) as Metric)

/** Part of another stage, of the members that tell both. */
function ratioOf(stage: readonly (MemberSum | undefined)[], other: readonly (MemberSum | undefined)[] | undefined): number | null {
  if (other === undefined) return null
  const part = added(stage.filter((_, i) => other[i] !== undefined)).numerator
  const whole = added(other.filter((_, i) => stage[i] !== undefined)).numerator
  return part === null || !whole ? null : part / whole
}

/** The life of dossiers in a window in each of the units, parallel to them. */
export async function periodFunnel(asking: Asking, units: readonly Unit[], keys: PeriodKeys): Promise<FunnelStage[][]> {
  checkPeriodKeys(stages, keys)
  const asked = units.map((unit): Asked => ({ unit, scope: scopeOf(unit, keys.scope) }))
  const question: PeriodQuestion = { ...keys, table: 'dossiers', measures: stages.map(measureFor), asked }
  const sums = await sumsOf(asking, question, [{ start: keys.from, end: keys.to }])
  return asked.map((one) => {
    const desks = validOn(one.unit, keys.to) ? desksAmong(membersOf(asking.register, one)) : []
    const told = stages.map((_, n) => deskSums(sums, desks, '', 0, n))
    return stages.map(({ code }, n) => ({
      stage: code,
      value: added(told[n] as (MemberSum | undefined)[]).numerator,
      of_previous: ratioOf(told[n] as (MemberSum | undefined)[], told[n - 1]),
      of_first: ratioOf(told[n] as (MemberSum | undefined)[], told[0]),
    }))
  })
}
