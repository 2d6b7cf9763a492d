import type { DisciplineRow, DisciplineSummaryRow } from './answers.ts'

export const summaryGroups = ['unit', 'duty', 'round'] as const
export type SummaryGroup = (typeof summaryGroups)[number]

type Named = Pick<DisciplineSummaryRow, 'duty' | 'round' | 'unit_code' | 'unit_name'>

const groupOf: Readonly<Record<SummaryGroup, (row: DisciplineRow) => Named>> = {
  unit: ({ unit_code, unit_name }) => ({ duty: null, round: null, unit_code, unit_name }),
  duty: ({ duty }) => ({ duty, round: null, unit_code: null, unit_name: null }),
  round: ({ duty, round }) => ({ duty, round, unit_code: null, unit_name: null }),
}

/** Of reports that are due or came in: a sum over a sum; null where there is none yet. */
export function summaryOf(rows: readonly DisciplineRow[]): Omit<DisciplineSummaryRow, keyof Named> {
  const count = (wanted: DisciplineRow['state']): number => rows.filter(({ state }) => state === wanted).length
  const [on_time, late, missing, not_due] = [count('on_time'), count('late'), count('missing'), count('not_due')]
  const denominator = on_time + late + missing
  return { value: denominator === 0 ? null : on_time / denominator, owed: rows.length, on_time, late, missing, not_due }
}

/** Reports owed, on time, late, missing by unit (in the order of codes), by duty, or by duty and period (as they fall due). */
export function disciplineSummary(rows: readonly DisciplineRow[], by: SummaryGroup): DisciplineSummaryRow[] {
  const groups = new Map<string, { named: Named; rows: DisciplineRow[] }>()
  for (const row of rows) {
    const named = groupOf[by](row)
    const name = [named.unit_code, named.duty, named.round].join(' ')
    const group = groups.get(name) ?? { named, rows: [] }
    group.rows.push(row)
    groups.set(name, group)
  }
  const list = [...groups].map(([name, group]) => [name, { ...group.named, ...summaryOf(group.rows) }] as const)
  return (by === 'unit' ? list.sort(([a], [b]) => (a < b ? -1 : 1)) : list).map(([, row]) => row)
}
