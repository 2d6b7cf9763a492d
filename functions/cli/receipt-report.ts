import type { Finding, Receipt } from '../../schema/receipts.ts'
import { formatted, write } from './print-rows.ts'
import type { Format } from './usage.ts'

const columns = ['file', 'state', 'table', 'layout', 'province', 'first', 'last', 'stated_at', 'rows', 'rejected', 'findings', 'sha256'].map((name) => ({ name }))
const shownOnScreen = columns.filter(({ name }) => !['table', 'sha256'].includes(name))

/** Findings that a person should read one by one; the rest is counted. */
const MOST_SHOWN = 40
/** Findings of one kind in one file that are told one by one. */
const MOST_ALIKE = 3

/** 3 where this run refused a file or rejected a row or a cell. */
export const exitStatus = (receipts: readonly Receipt[]): number =>
  receipts.some(({ state, findings }) => state === 'refused' || (state === 'landed' && findings.some(({ severity }) => severity !== 'warning'))) ? 3 : 0

/** Receipts on standard output in the format asked for; in a table findings are told below, in plain words, on standard error. */
export async function reportReceipts(receipts: readonly Receipt[], format: Format): Promise<void> {
  const counted = (receipt: Receipt) => ({ ...receipt, findings: receipt.findings.length })
  if (format === 'table') await write(formatted('table', shownOnScreen, receipts.map(counted)))
  else await write(formatted(format, columns, format === 'csv' ? receipts.map(counted) : receipts))
  if (format === 'table') process.stderr.write(`\n${findingsInWords(receipts)}${summary(receipts)}\n`)
}

const marks = { refused: '✗', rejected: '✗', warning: '!' } as const

export function findingsInWords(receipts: readonly Receipt[]): string {
  const told = receipts.filter(({ state }) => state !== 'unchanged').flatMap(({ file, findings }) => findings.map((finding) => [file, finding] as const))
  const order = (finding: Finding): number => ['refused', 'rejected', 'warning'].indexOf(finding.severity)
  const lines = told
    .toSorted(([, a], [, b]) => order(a) - order(b))
    .flatMap(([file, finding], _, all) => {
      const alike = all.filter(([other, { code }]) => other === file && code === finding.code)
      const place = alike.findIndex(([, one]) => one === finding)
      if (place < MOST_ALIKE) return [findingInWords(file, finding)]
      return place === MOST_ALIKE ? [`  … ${file}: ${alike.length - MOST_ALIKE} ${finding.code} nữa / more: da06 query findings\n`] : []
    })
  const more = lines.length - MOST_SHOWN
  return `${lines.slice(0, MOST_SHOWN).join('')}${more > 0 ? `… và ${more} phát hiện nữa / and ${more} more: da06 query findings\n` : ''}${lines.length > 0 ? '\n' : ''}`
}

export function findingInWords(file: string, { code, severity, sheet, message_vi, message_en }: Finding): string {
  return `${marks[severity]} ${file}${sheet ? ` [${sheet}]` : ''} ${code}\n    ${message_vi}\n    ${message_en}\n`
}

export function summary(receipts: readonly Receipt[]): string {
  const of = (state: Receipt['state']): number => receipts.filter((receipt) => receipt.state === state).length
  const landed = receipts.filter(({ state }) => state === 'landed')
  const rows = landed.reduce((sum, { rows }) => sum + rows, 0)
  const rejected = landed.reduce((sum, { rejected }) => sum + rejected, 0)
  return `${receipts.length} tệp / files: ${of('landed')} nạp / landed (${rows} dòng / rows, ${rejected} bị loại / kept out), ${of('unchanged')} đã có / unchanged, ${of('refused')} từ chối / refused`
}
