import { type ParseArgsConfig, parseArgs } from 'node:util'
import { parseDay, parseMoment } from '../../schema/days.ts'
import { didYouMean } from '../../schema/nearest-name.ts'
import { environment } from './environment.ts'

/** Wrong usage: a message for people, exit status 2, no data. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const formats = ['table', 'csv', 'json', 'ndjson'] as const
export type Format = (typeof formats)[number]

export const engines = ['duckdb', 'athena', 'trino', 'auto'] as const

export type EngineName = (typeof engines)[number]

/** Options that every command takes. */
export interface Common {
  readonly lake: string
  readonly format: Format
  readonly engine: EngineName
}

export interface Parsed extends Common {
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, string | undefined>>
  /** Options without a value that were given. */
  readonly flags: readonly string[]
  readonly help: boolean
}

const common = { lake: { type: 'string' }, engine: { type: 'string' }, format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** A command's words, checked. `names`: options of its own, each with a value. Throws UsageError. */
export function parseCommand(words: readonly string[], names: readonly string[], flags: readonly string[] = []): Parsed {
  const options: NonNullable<ParseArgsConfig['options']> = {
    ...common,
    ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' }])),
  }
  const { values, positionals } = parsed(words, options, [...Object.keys(common), ...names, ...flags])
  const env = environment()
  const format = (values.format ?? 'table') as Format
  if (!formats.includes(format)) throw new UsageError(`--format ${JSON.stringify(format)}: cần / expected ${formats.join('|')}${didYouMean(format, formats)}`)
  const engine = (values.engine ?? env.engine ?? 'duckdb') as EngineName
  if (!engines.includes(engine)) throw new UsageError(`--engine ${JSON.stringify(engine)}: cần / expected ${engines.join('|')}${didYouMean(engine, engines)}`)
  return {
    positionals,
    options: values as Parsed['options'],
    flags: flags.filter((name) => values[name] === true),
    lake: String(values.lake ?? env.lake ?? './lake'),
    format,
    engine,
    help: Boolean(values.help),
  }
}

/** A command that takes nothing but options. */
export function parseAlone(name: string, words: readonly string[], names: readonly string[] = []): Parsed {
  const command = parseCommand(words, names)
  if (command.positionals.length > 0) throw new UsageError(`${name}: thừa / too much: ${command.positionals.join(' ')}`)
  return command
}

function parsed(words: readonly string[], options: NonNullable<ParseArgsConfig['options']>, known: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    const unknown = /'(-[^']*)'/.exec((error as Error).message)?.[1]
    const missing = /argument missing/i.test((error as Error).message)
    const there = known.map((name) => `--${name}`)
    throw new UsageError(
      missing
        ? `${unknown?.split(' ')[0]}: thiếu giá trị / needs a value`
        : `${unknown ?? words.join(' ')}: không có tùy chọn này / no such option; ${there.join(' ')}${didYouMean(unknown ?? '', there)}`,
    )
  }
}

export function dayOption(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const day = parseDay(text)
  if (day === null) throw new UsageError(`--${name} ${JSON.stringify(text)}: cần một ngày có thật YYYY-MM-DD / expected a day that exists, YYYY-MM-DD`)
  return day
}

/** A day, or a period as ISO 8601 writes it: FIRST/LAST. */
export function periodOption(name: string, text: string | undefined): { date: string | null; first: string | null } {
  const [one, last, ...more] = (text ?? '').split('/')
  if (text === undefined || last === undefined) return { date: dayOption(name, text), first: null }
  const [first, date] = [dayOption(name, one), dayOption(name, last)]
  if (more.length > 0 || first === null || date === null || first > date)
    throw new UsageError(`--${name} ${JSON.stringify(text)}: cần ngày đầu/ngày cuối / expected FIRST/LAST, YYYY-MM-DD/YYYY-MM-DD`)
  return { date, first }
}

export function momentOption(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const moment = parseMoment(text)
  if (moment === null) throw new UsageError(`--${name} ${JSON.stringify(text)}: cần thời điểm ISO 8601, ví dụ / expected a moment such as 2023-08-20T17:00:00+07:00`)
  return moment
}

export function portOption(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new UsageError(`--port ${JSON.stringify(text)}: cần số 0–65535 / expected a number 0–65535`)
  return Number(text)
}
