import type { Row } from './engine.ts'

/** Where a cell comes from: file, sheet and row; null where several cells differ in it. */
export interface Origin {
  readonly source: string | null
  readonly sheet: string | null
  readonly row: number | null
}

export const NOWHERE: Origin = { source: null, sheet: null, row: null }

export const sameOrigin = (a: Origin, b: Origin): Origin => ({
  source: a.source === b.source ? a.source : null,
  sheet: a.source === b.source && a.sheet === b.sheet ? a.sheet : null,
  row: a.source === b.source && a.sheet === b.sheet && a.row === b.row ? a.row : null,
})

/** Where one cell of a row comes from: another file than its row's where `carried` says so ("sha256/stated/received/row/sheet"). */
export function originOf(row: Row, column: string): Origin {
  const carried = `${(row.carried as string | null) ?? ''};`
  const at = carried.indexOf(`;${column}=`)
  if (at < 0) return { source: row.source as string, sheet: row.source_sheet as string | null, row: row.source_row as number | null }
  const start = at + column.length + 2
  const [source = '', , , line = '', ...sheet] = carried.slice(start, carried.indexOf(';', start)).split('/')
  return { source, sheet: sheet.join('/') || null, row: line === '' ? null : Number(line) }
}

/** The same in SQL, of a row f: the file of one cell. */
export function sourceSql(column: string): string {
  const entry = `';${column}='`
  return `case when strpos(f.carried, ${entry}) > 0 then split_part(substr(f.carried, strpos(f.carried, ${entry}) + length(${entry})), '/', 1) else f.source end`
}
