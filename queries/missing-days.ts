import type { Asking } from './asking.ts'
import { grouped } from './grouped.ts'
import { countedSql } from './measure.ts'
import type { Asked } from './period-facts.ts'
import { factsFor, type PeriodQuestion, windowsFor } from './period-question.ts'
import sql from './period-windows.sql'
import { compose } from './statement.ts'
import { missingDays, type Span } from './tiling.ts'
import { desksAmong, membersOf } from './unit-sums.ts'

/** Who of the asked got no answer though exports lie inside the span: the days of it that theirs do not cover, by the number of the measure. */
export async function lackedDays(asking: Asking, question: PeriodQuestion, span: Span): Promise<(one: Asked, measure: number) => string[]> {
  if (question.asked.length === 0 || (await windowsFor(asking, question, span)).length === 0) return () => missingDays([], span.first, span.last)
  const facts = factsFor(
    question,
    question.measures.flatMap((measure) => measure.columns),
    span,
  )
  const counted = question.measures.map((measure, n) => `count(case when ${countedSql(measure)} then 1 end) as c${n}`).join(', ')
  const rows = await asking.engine.rows(compose(sql, { ...facts.fragments, counts: counted }, facts.values, facts.scopes), asking.signal)
  const byMember = grouped(rows, ({ member }) => member)
  return (one, measure) => {
    const own = desksAmong(membersOf(asking.register, one)).flatMap((desk) => byMember.get(desk) ?? [])
    const spans = own.filter((row) => (row[`c${measure}`] as number) > 0).map((row) => ({ first: row.first as string, last: row.last as string }))
    return missingDays(spans, span.first, span.last)
  }
}
