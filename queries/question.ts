import { exactMoment } from '../schema/days.ts'
import type { Asking } from './asking.ts'
import type { Cell } from './engine.ts'
import { type AnswerColumn, columnNamed } from './question-columns.ts'
import { type Given, type KeyKind, type QuestionKey, readKeys } from './question-keys.ts'

/** A row as it is told: cells, and lists of words. */
export type AnswerRow = Record<string, Cell | readonly string[]>

/** A question as the command line asks it: texts in, rows with the contract's columns out. */
export interface Question {
  readonly name: string
  readonly vi: string
  readonly en: string
  readonly keys: readonly QuestionKey[]
  readonly columns: readonly AnswerColumn[]
  /** Throws InputError whose argument is the key's name. Moments are ISO text to the millisecond. */
  run(asking: Asking, given: Readonly<Record<string, string>>): Promise<AnswerRow[]>
}

export const key = (name: string, kind: KeyKind, vi: string, en: string): QuestionKey => ({ name, kind, required: false, vi, en })
export const required = (one: QuestionKey): QuestionKey => ({ ...one, required: true })

export const unit = required(key('unit', 'unit', 'mã đơn vị, có hiệu lực vào ngày cuối được hỏi', 'code of a unit, valid on the last day asked about'))
export const metric = required(key('metric', 'metric', 'mã chỉ số', 'code of a metric'))
export const on = key('on', 'day', 'ngày, cho số kích hoạt (lũy kế)', 'day, for activation (stocks)')
export const from = key('from', 'day', 'ngày đầu', 'first day')
export const to = key('to', 'day', 'ngày cuối', 'last day')
export const scope = key(
  'scope',
  'scope',
  'own: riêng đơn vị; subtree: cả địa bàn; mặc định own, tỉnh thì subtree',
  "own: the unit's own desk; subtree: all within it; default own, of a province subtree",
)
export const service = key('service', 'text', 'mã dịch vụ công thiết yếu, DVC.01', 'code of an essential service, DVC.01')
export const field = key('field', 'text', 'lĩnh vực như tệp ghi', 'field of work as exports have it')
export const level = key(
  'level',
  'level',
  'cấp được so sánh (thủ tục: cả agency); mặc định: cấp ngay dưới',
  'level compared (of procedures agency too); default: the one right below',
)
export const asKnownAt = key('asKnownAt', 'moment', 'như đã biết tại thời điểm này', 'as it was known at this moment')
const cellOf = ({ kind }: AnswerColumn, value: unknown): Cell | readonly string[] =>
  value === undefined || value === null ? null : kind === 'moment' ? exactMoment(value as number) : (value as Cell | readonly string[])

export function question(
  name: string,
  vi: string,
  en: string,
  keys: readonly QuestionKey[],
  columnNames: string,
  answer: (asking: Asking, given: Given) => Promise<readonly object[]>,
): Question {
  const columns = columnNames.split(' ').map(columnNamed)
  return {
    name,
    vi,
    en,
    keys,
    columns,
    async run(asking, texts) {
      const rows = await answer(asking, readKeys(keys, asking, texts))
      return rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, cellOf(column, (row as Record<string, unknown>)[column.name])])))
    },
  }
}
