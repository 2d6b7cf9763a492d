import { maskDigits } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import type { Landed } from './fuzz-lake.ts'

/** Properties of every file that was handed in; a text for each that it breaks. */
export function checkLanded(file: FuzzFile, landed: Landed, register: Register): string[] {
  const { receipt, keys, ms, errors } = landed
  const wrong: string[] = []
  if (ms > 10_000) wrong.push(`took ${Math.round(ms)} ms`)
  if (errors !== '') wrong.push('wrote to the standard error')
  if (receipt.state !== 'landed' && receipt.state !== 'refused') wrong.push(`is ${receipt.state}`)
  if (file.refused && receipt.state !== 'refused') wrong.push('was not refused')
  if (receipt.state === 'refused') {
    const left = keys.filter((key) => !/^(lake\.json|tables\/(units|landings|findings)\/.*)$/.test(key))
    if (left.length > 0) wrong.push(`left ${left.join(', ')}`)
    if (receipt.findings.length !== 1 || receipt.rows !== 0) wrong.push('is refused with more than one finding, or with rows')
  }
  return [...wrong, ...personsIn(landed, register)]
}

/** Nobody's name or number, and no other run of nine digits, in what people get to see. */
function personsIn({ texts, receipt, facts }: Landed, register: Register): string[] {
  const told = secrets.filter((secret) => texts.includes(secret)).map((secret) => `tells ${secret}`)
  const shown = [receipt.file, ...receipt.findings.flatMap((one) => [one.message_vi, one.message_en, one.sheet ?? '', one.unit_code ?? ''])]
  const runs = shown.filter((text) => maskDigits(text) !== text || /\d{9}/.test(text)).map((text) => `shows digits: ${text.slice(0, 200)}`)
  const strange = facts.filter((fact) => register.last(String(fact.unit_code)) === null).map(({ unit_code }) => `has facts of ${unit_code}`)
  return [...told, ...runs, ...strange]
}
