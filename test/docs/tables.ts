import { defaultLimits, type Limits } from '../../functions/api/limits.ts'
import { questions } from '../../queries/questions.ts'
import type { Column } from '../../schema/column.ts'
import { tables } from '../../schema/columns.ts'
import { idleFields, placeFields } from '../../schema/layout.ts'
import { layouts } from '../../schema/layouts.ts'
import { metrics } from '../../schema/metrics.ts'
import { personHeadings, personWords, privateWords } from '../../schema/person-words.ts'
import { type DutyPeriods, type ReportingDuty, reportingDuties } from '../../schema/reporting-duties.ts'
import { costTable, loadTable } from './cost.ts'
import { sizeTable } from './sizes.ts'

/** The blocks of the documents that mirror code, by name: `<!-- code: name -->` … `<!-- end -->`. */

const cell = (text: string): string => text.replaceAll('|', '\\|')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')
const code = (text: string): string => `\`${text}\``

const metricTable = (): string =>
  table(
    ['code', 'Tiếng Việt', 'English', 'tử số / numerator', 'mẫu số / denominator', 'loại / kind', 'đơn vị / unit', 'nguồn / source'],
    metrics.map((one) => [code(one.code), one.vi, one.en, code(one.numerator), one.denominator ? code(one.denominator) : '—', one.kind, one.unit, one.source]),
  )

const questionTable = (name: string): string => {
  const question = questions.find((one) => one.name === name)
  if (!question) throw new Error(`no question ${name}`)
  const keys = question.keys.map((key) => [code(key.name), key.required ? 'có / yes' : '', key.vi, key.en])
  const columns = question.columns.map((column) => [code(column.name), column.kind, column.vi, column.en])
  return `${question.vi} / ${question.en}

${table(['khóa / key', 'bắt buộc / required', 'Tiếng Việt', 'English'], keys)}

${table(['cột / column', 'kiểu / type', 'Tiếng Việt', 'English'], columns)}`
}

const columnTable = (columns: readonly Column[]): string =>
  table(
    ['cột / column', 'kiểu / type', 'Tiếng Việt', 'English'],
    columns.map(({ name, type, vi, en }) => [code(name), type, vi, en]),
  )

const idle: readonly string[] = [...placeFields, ...idleFields]

const layoutTable = (): string =>
  table(
    ['code', 'Tiếng Việt', 'English', 'cột số liệu / counts', 'tổng = các mức rời nhau / total = disjoint levels'],
    layouts.map(({ code: name, vi, en, headings, parts }) => [
      code(name),
      vi,
      en,
      Object.keys(headings)
        .filter((field) => !idle.includes(field))
        .map(code)
        .join(' '),
      Object.entries(parts)
        .map(([total, of]) => `${code(total)} = ${of.map(code).join(' + ')}`)
        .join('; ') || '—',
    ]),
  )

/** Every heading of every layout, a field a row. */
function headingTable(): string {
  const all = new Map<string, Set<string>>()
  for (const { headings } of layouts) for (const [field, names] of Object.entries(headings)) all.set(field, new Set([...(all.get(field) ?? []), ...names]))
  return table(
    ['trường / field', 'tiêu đề / headings'],
    [...all].map(([field, names]) => [code(field), [...names].join(' · ')]),
  )
}

const limitWords: Readonly<Record<keyof Limits, readonly [string, string]>> = {
  depth: ['độ sâu của câu hỏi', 'fields inside fields'],
  aliases: ['số bí danh', 'aliases'],
  tokens: ['số từ và dấu của câu hỏi', 'words and signs of the document'],
  cost: ['số trường của câu trả lời, tính trước', 'fields of the answer, reckoned before anything is read'],
  bodyBytes: ['byte của yêu cầu', 'bytes of the request'],
  statements: ['số câu lệnh SQL', 'SQL statements'],
  milliseconds: ['mili giây', 'milliseconds'],
}

const limitTable = (): string =>
  table(
    ['giới hạn / limit', 'tối đa / at most', 'Tiếng Việt', 'English'],
    Object.entries(limitWords).map(([name, words]) => [code(name), String(defaultLimits[name as keyof Limits]), ...words]),
  )

const weekdays = ['thứ Hai / Monday', 'thứ Ba / Tuesday', 'thứ Tư / Wednesday', 'thứ Năm / Thursday', 'thứ Sáu / Friday', 'thứ Bảy / Saturday', 'Chủ nhật / Sunday']

function dueText(periods: DutyPeriods): string {
  if (periods.kind === 'weeks') return `tuần / week: trước / before ${String(periods.hour).padStart(2, '0')}:00 ${weekdays[periods.weekday - 1]} tuần sau / of the next`
  if (periods.kind === 'months') return `tháng / month: trước ngày / before day ${periods.beforeDay} tháng sau / of the next`
  return periods.rounds.map(({ code: round, first, last, before }) => `${round} (${first} – ${last}): trước / before ${before}`).join('; ')
}

const owersText = ({ owedBy }: ReportingDuty): string => owedBy.map(({ levels, since }) => `${levels.join(', ')}${since > '1900' ? ` (từ / since ${since})` : ''}`).join('; ')

const dutyTable = (): string =>
  table(
    ['code', 'Tiếng Việt', 'English', 'bảng, loại / table, kind', 'ai nợ / owed by', 'kỳ, hạn / periods, due', 'tỉnh / provinces', 'nguồn / source'],
    reportingDuties.map((duty) => [
      code(duty.code),
      duty.vi,
      duty.en,
      `${code(duty.table)}, ${duty.breakdown}`,
      owersText(duty),
      dueText(duty.periods),
      duty.provinces?.join(', ') ?? '—',
      duty.source,
    ]),
  )

export const blocks: Readonly<Record<string, () => string>> = {
  metrics: metricTable,
  layouts: layoutTable,
  headings: headingTable,
  persons: () =>
    [...privateWords, ...personWords]
      .map((word) => `… ${word} …`)
      .concat(personHeadings)
      .join(' · '),
  limits: limitTable,
  duties: dutyTable,
  'load of a deployment': loadTable,
  'cost of a deployment': costTable,
  'sizes of functions': sizeTable,
  ...Object.fromEntries(questions.map(({ name }) => [`question ${name}`, () => questionTable(name)])),
  ...Object.fromEntries(Object.entries(tables).map(([name, columns]) => [`table ${name}`, () => columnTable(columns)])),
}
