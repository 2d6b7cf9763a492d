import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase } from '../../queries/duckdb.ts'
import { dayValue, textValue } from '../../queries/facts.ts'
import { inlined, literal } from '../../queries/statement.ts'
import { hostileTexts } from './hostile-texts.ts'

/** Reads one SQL string literal the slow way: null if anything is left over. */
function readLiteral(sql: string): string | null {
  if (sql[0] !== "'") return null
  let text = ''
  for (let i = 1; i < sql.length; i++) {
    if (sql[i] !== "'") text += sql[i]
    else if (sql[i + 1] === "'") {
      text += "'"
      i++
    } else return i === sql.length - 1 ? text : null
  }
  return null
}

const anyText = // A mark of byte order in front is taken off by DuckDB's client, in answers of all kinds.
  fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0') && !text.startsWith('\ufeff'))

test('a literal is the text, the whole text and nothing after it', () => {
  for (const text of hostileTexts) expect(readLiteral(literal(textValue(text))), text).toBe(text)
  fc.assert(fc.property(anyText, (text) => readLiteral(literal(textValue(text))) === text))
})

test('NUL is refused in every place', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      expect(() => literal(textValue(`${a}\0${b}`))).toThrow(/expected/)
    }),
  )
})

test('what is no day, count or moment is no literal', () => {
  for (const value of ["2023-01-01' or 1=1", '2023-1-1', '', 7 as never]) expect(() => literal(dayValue(value as string))).toThrow()
  for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5' as never]) {
    expect(() => literal({ type: 'bigint', value })).toThrow()
    expect(() => literal({ type: 'timestamp', value })).toThrow()
  }
})

test('a text that looks like a placeholder takes no value', () => {
  const statement = { sql: 'select ? as a, ? as b', parameters: [textValue("?'"), textValue('$1 $& ?')], scopes: [] }
  expect(inlined(statement)).toBe("select '?''' as a, '$1 $& ?' as b")
})

test('the engine reads back what was written', async () => {
  const database = await openDatabase()
  const session = await database.session()
  const texts = [...hostileTexts, ...fc.sample(anyText, 500)]
  const sql = `select ${texts.map((_, i) => `? as t${i}`).join(', ')}`
  const [row = {}] = await session.rows(inlined({ sql, parameters: texts.map(textValue), scopes: [] }))
  expect(Object.values(row)).toEqual(texts)
  session.close()
  database.close()
})
