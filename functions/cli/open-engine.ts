import { athenaEngine } from '../../queries/athena-engine.ts'
import { autoEngine, type Choice } from '../../queries/auto-engine.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine, Reading, Statement } from '../../queries/engine.ts'
import { trinoEngine } from '../../queries/trino-engine.ts'
import { type Storage, wholeTables } from '../../schema/lake.ts'
import { type Environment, environment } from './environment.ts'
import { type EngineName, UsageError } from './usage.ts'

const MEGABYTE = 1_048_576
const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`
const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`)

/** What an engine elsewhere read, for whoever pays for it. */
const readingLine = ({ engine, query, bytes, usd, reused }: Reading): string =>
  `${engine}: ${reused ? 'dùng lại kết quả / result reused' : `đọc / read ${megabytes(bytes)}`}${usd === null ? '' : `, ${usd.toFixed(6)} USD`} (${query})`

function trinoOver(storage: Storage, { trino: { url, ...trino } }: Environment): Engine {
  if (url === undefined) throw new UsageError('--engine trino: cần DA06_TRINO_URL, ví dụ / expected DA06_TRINO_URL such as https://trino.example.vn')
  if (!/^https?:\/\//.test(url)) throw new UsageError('DA06_TRINO_URL: cần http:// hoặc https:// / expected http:// or https://')
  if (trino.password !== undefined && !url.startsWith('https://')) throw new UsageError('DA06_TRINO_PASSWORD: chỉ gửi qua https:// / sent over https:// alone')
  return trinoEngine(storage, { url, ...trino })
}

function athenaOver(storage: Storage, { athena: { workgroup, database, usdPerTb } }: Environment): Engine {
  if (workgroup === undefined) throw new UsageError('--engine athena: cần DA06_ATHENA_WORKGROUP / expected DA06_ATHENA_WORKGROUP')
  return athenaEngine(storage, { workgroup, database }, { usdPerTb })
}

/** Tells each kind of choice once; the register of units, read before any question, is no question. */
function choiceTeller(far: string, most: number, say: (line: string) => void): (choice: Choice, statement: Statement) => void {
  const told = new Set<string>()
  return ({ engine, bytes }, { scopes }) => {
    if (told.has(engine) || scopes.every(({ table }) => wholeTables[table] !== undefined)) return
    told.add(engine)
    const size = bytes === null ? 'không rõ dung lượng / size unknown' : `chạm / touches ${megabytes(bytes)} ${engine === 'far' ? '>' : '≤'} ${megabytes(most)}`
    say(`auto: ${engine === 'far' ? far : 'duckdb'} — ${size}`)
  }
}

function autoOver(storage: Storage, near: Engine, settings: Environment, say: (line: string) => void): Engine {
  const name = settings.trino.url !== undefined ? 'trino' : settings.athena.workgroup !== undefined ? 'athena' : null
  if (name === null) {
    say('auto: duckdb — không có engine khác được đặt (DA06_TRINO_URL, DA06_ATHENA_WORKGROUP) / no other engine is set')
    return near
  }
  const far = name === 'trino' ? trinoOver(storage, settings) : athenaOver(storage, settings)
  const most = settings.autoMegabytes * MEGABYTE
  return autoEngine(near, observed(far, say), { storage, most, chosen: choiceTeller(name, most, say) })
}

const observed = (engine: Engine, say: (line: string) => void): Engine => ({
  ...engine,
  rows: (statement, signal, more) =>
    engine.rows(statement, signal, (reading) => {
      say(readingLine(reading))
      more?.(reading)
    }),
})

/** The engine asked for over a lake. Throws UsageError naming the setting that is missing. `hold`: as in duckdbEngine. */
export function openEngine(name: EngineName, storage: Storage, { hold, say = toStandardError }: { hold: boolean; say?: (line: string) => void }): Engine {
  const settings = environment()
  if (name === 'trino') return observed(trinoOver(storage, settings), say)
  if (name === 'athena') return observed(athenaOver(storage, settings), say)
  const duckdb = duckdbEngine(storage, { hold })
  return name === 'auto' ? autoOver(storage, duckdb, settings, say) : duckdb
}
