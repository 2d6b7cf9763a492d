import type { Format } from './usage.ts'

/** A column of an answer: `kind` number is set to the right. */
export interface Shown {
  readonly name: string
  readonly kind?: string
}

/** A list of words, as days are: one cell with spaces between. A list of anything else stays JSON. */
const isWords = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string')

const plain = (value: unknown): string =>
  value === null || value === undefined ? '' : isWords(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Numbers as people read them in Viet Nam: 1.234.567, and four decimals of a rate. */
const forPeople = (value: unknown): string => (typeof value === 'number' ? value.toLocaleString('vi-VN', { maximumFractionDigits: 4 }) : plain(value))

const cellOf = (row: object, name: string): unknown => (row as Readonly<Record<string, unknown>>)[name]

const csvCell = (value: unknown): string => {
  const text = plain(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Columns on one screen: text to the left, numbers to the right. */
export function aligned(columns: readonly Shown[], rows: readonly object[]): string {
  const cells = rows.map((row) => columns.map(({ name }) => forPeople(cellOf(row, name)).normalize('NFC')))
  const right = columns.map(({ name, kind }) => kind === 'number' || rows.some((row) => typeof cellOf(row, name) === 'number'))
  const widths = columns.map(({ name }, i) => Math.max(name.length, ...cells.map((row) => (row[i] as string).length)))
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (right[i] ? text.padStart(widths[i] as number) : text.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ name }) => name)), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n')
}

/** Rows in the format asked for. */
export function formatted(format: Format, columns: readonly Shown[], rows: readonly object[]): string {
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  if (format === 'csv')
    return [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ name }) => csvCell(cellOf(row, name))))].map((cells) => `${cells.join(',')}\r\n`).join('')
  return `${aligned(columns, rows)}\n`
}

/** Writes to standard output and waits until it has gone. */
export const write = (text: string): Promise<void> => new Promise((done, fail) => process.stdout.write(text, (error) => (error ? fail(error) : done())))
