import type { AnswerRow, Question } from '../../queries/question.ts'
import { questionNamed, questions } from '../../queries/questions.ts'
import { didYouMean } from '../../schema/nearest-name.ts'
import { bar, sparkline } from './chart.ts'
import { withLake } from './open-lake.ts'
import { formatted, type Shown, write } from './print-rows.ts'
import { parseCommand, UsageError } from './usage.ts'

export async function queryCommand(words: readonly string[]): Promise<number> {
  const { positionals, lake, format, engine } = parseCommand(words, [])
  const [name, ...pairs] = positionals
  const question = name === undefined ? undefined : questionNamed(name)
  if (!question) throw new UsageError(name === undefined ? `query: thiếu tên câu hỏi / the name of a question is missing\n${catalogue()}` : noQuestion(name))
  const rows = await withLake(lake, (asking) => question.run(asking, givenOf(pairs)), engine)
  const picture = format === 'table' && process.stdout.isTTY ? pictured(question, rows) : { columns: question.columns, rows, line: '' }
  await write(formatted(format, picture.columns, picture.rows))
  if (picture.line) process.stderr.write(`\n${picture.line}\n`)
  if (format === 'table' && rows.length === 0) process.stderr.write('Không có dòng nào / no rows\n')
  return 0
}

/** The nearest question; all of them where none is near. */
function noQuestion(name: string): string {
  const hint = didYouMean(
    name,
    questions.map((one) => one.name),
  )
  return `${JSON.stringify(name)}: không có câu hỏi này / no such question${hint || `\n${catalogue()}`}`
}

function givenOf(pairs: readonly string[]): Record<string, string> {
  const given: Record<string, string> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new UsageError(`${JSON.stringify(pair)}: cần dạng khóa=giá trị / expected key=value`)
    const key = pair.slice(0, at)
    if (Object.hasOwn(given, key)) throw new UsageError(`${key}: chỉ một lần / once only`)
    given[key] = pair.slice(at + 1)
  }
  return given
}

const catalogue = (): string =>
  questions
    .map(({ name, vi, en, keys }) => `  ${name.padEnd(12)} ${vi} / ${en}\n  ${' '.repeat(12)} ${keys.map((key) => (key.required ? `${key.name}=…` : `[${key.name}=…]`)).join(' ')}`)
    .join('\n')

/** On a terminal a picture stands beside the numbers: bars for what is ranked, a line for what runs through time. */
function pictured(question: Question, rows: readonly AnswerRow[]): { columns: readonly Shown[]; rows: readonly AnswerRow[]; line: string } {
  const values = rows.map(({ value }) => (typeof value === 'number' ? value : null))
  if (question.name === 'trend') return { columns: question.columns, rows, line: `${sparkline(values)}  ${rows[0]?.start ?? ''} – ${rows.at(-1)?.end ?? ''}` }
  if (question.name !== 'comparison' && question.name !== 'funnel') return { columns: question.columns, rows, line: '' }
  const most = Math.max(...values.map((value) => value ?? 0))
  const barred = rows.map((row, i) => ({ ...row, '': bar(values[i] == null || most === 0 ? null : (values[i] as number) / most, 24) }))
  return { columns: [...question.columns, { name: '' }], rows: barred, line: '' }
}
