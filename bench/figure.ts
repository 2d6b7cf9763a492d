/** One thing measured, beside what it is held against. */
export interface Figure {
  readonly name: string
  readonly unit: 'ms' | 's' | 'MB' | 'objects' | 'bytes' | 'requests'
  /** Null: it failed. */
  readonly value: number | null
  /** The same done by the plainest means; null where there is none. */
  readonly reference: number | null
  readonly ratio: number | null
  /** The most that the ratio may be; without a reference, the value. Null: only told. */
  readonly aim: number | null
  readonly ok: boolean
  readonly rounds?: number
  readonly p95?: number
  /** The same SQL on a table in the memory of bare DuckDB, and the ratio to it. */
  readonly in_memory?: number
  readonly in_memory_ratio?: number
  /** Bytes of the answer. */
  readonly answer_bytes?: number
}

type More = Pick<Figure, 'rounds' | 'p95' | 'in_memory' | 'in_memory_ratio' | 'answer_bytes'>

const round = (value: number): number => Number(value.toPrecision(4))

export function held(name: string, unit: Figure['unit'], value: number, reference: number, aim: number | null, more: More = {}): Figure {
  const ratio = value / reference
  return { name, unit, value: round(value), reference: round(reference), ratio: round(ratio), aim, ok: aim === null || ratio <= aim, ...more }
}

export const told = (name: string, unit: Figure['unit'], value: number, aim: number | null = null): Figure => ({
  name,
  unit,
  value: round(value),
  reference: null,
  ratio: null,
  aim,
  ok: aim === null || value <= aim,
})

export const failed = (name: string, unit: Figure['unit'], aim: number): Figure => ({ name, unit, value: null, reference: null, ratio: null, aim, ok: false })

const cells = (figure: Figure): string[] => [
  figure.name,
  figure.value === null ? 'FAILED' : `${figure.value.toLocaleString('en')} ${figure.unit}`,
  figure.reference === null ? '' : figure.reference.toLocaleString('en'),
  figure.ratio === null ? '' : figure.ratio.toFixed(2),
  figure.aim === null ? '' : `<= ${figure.aim}`,
  figure.aim === null ? '' : figure.ok ? 'ok' : 'ABOVE',
  figure.p95 === undefined ? '' : figure.p95.toFixed(1),
  figure.in_memory === undefined ? '' : figure.in_memory.toFixed(1),
  figure.in_memory_ratio === undefined ? '' : figure.in_memory_ratio.toFixed(2),
]

const HEAD = ['', 'value (p50)', 'reference', 'ratio', 'aim', '', 'p95', 'in memory', 'ratio to it']

/** Figures as a table for people: words to the left, numbers to the right. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)]
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length)))
  const line = (row: readonly string[]): string => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join('  ')
  const above = figures.filter(({ ok }) => !ok).length
  return `${rows.map(line).join('\n')}\n${figures.length} figures, ${above} above their aim\n`
}
