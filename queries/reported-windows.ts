import { type FactTableName, factTables } from '../schema/fact-columns.ts'
import type { AsKnown, Asking } from './asking.ts'
import type { Scope, Statement } from './engine.ts'
import { countValue, textValue } from './facts.ts'
import { grouped } from './grouped.ts'
import { readOnce } from './kept.ts'
import sql from './reported-windows.sql'
import { compose } from './statement.ts'
import type { Span } from './tiling.ts'

/** What a row is of, one of these: all dossiers of a unit, those of a service, those of a field of work. */
export type RowsOf = 'all' | 'service' | 'field'

/** A window that rows of some provinces are of, and the counts that at least one of them tells. */
export interface ReportedWindow extends Span {
  readonly told: ReadonlySet<string>
}

export interface WindowKeys extends AsKnown {
  readonly table: FactTableName
  readonly rowsOf: RowsOf
  readonly provinces: readonly string[]
}

const rowsOfSql = "case when f.service is not null then 'service' when f.field is not null then 'field' else 'all' end"

/** Where the past is asked, of rows that counted at any time: too many windows cost little, one too few an answer. */
function statementOf({ table, provinces, asKnownAt }: WindowKeys, years: readonly [number, number]): Statement {
  const tables = asKnownAt === undefined ? ([table] as const) : ([table, `${table}_superseded`] as const)
  const columns = factTables[table].columns.map(({ name }) => `"${name}"`).join(', ')
  const rows = tables.map((name) => `select ${columns}, province, year from ${name}`).join(' union all ')
  const told = factTables[table].counts.map(({ name }, n) => `count(f.${name}) as c${n}`).join(', ')
  return compose(
    sql,
    { rows: `(${rows})`, told, breakdown: table === 'dossiers' ? rowsOfSql : "'all'" },
    { provinces: provinces.map(textValue), first_year: countValue(years[0]), last_year: countValue(years[1]) },
    tables.map((name): Scope => ({ table: name, provinces, years })),
  )
}

async function readWindows(asking: Asking, { table }: WindowKeys, statement: Statement): Promise<ReadonlyMap<string, ReportedWindow[]>> {
  const counts = factTables[table].counts.map(({ name }) => name)
  const rows = await asking.engine.rows(statement, asking.signal)
  const windows = rows.map((row) => ({
    rowsOf: row.breakdown as string,
    first: row.first as string,
    last: row.last as string,
    told: new Set(counts.filter((_, n) => (row[`c${n}`] as number) > 0)),
  }))
  return grouped(windows, ({ rowsOf }) => rowsOf)
}

/** The windows inside a span that rows of some provinces are of, whoever in them has such rows. */
export async function reportedWindows(asking: Asking, keys: WindowKeys, span: Span): Promise<ReportedWindow[]> {
  if (keys.provinces.length === 0) return []
  const statement = statementOf(keys, [Number(span.first.slice(0, 4)), Number(span.last.slice(0, 4))])
  const windows = await readOnce(asking, 'reported-windows', statement.scopes, () => readWindows(asking, keys, statement))
  return (windows.get(keys.rowsOf) ?? []).filter(({ first, last }) => first >= span.first && last <= span.last)
}
