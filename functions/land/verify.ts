import { createHash } from 'node:crypto'
import type { Row } from '../../queries/engine.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { type FactTableName, factTableNames, factTables } from '../../schema/fact-columns.ts'
import { LAKE_FORMAT, lakeKey, OutOfReachError, type Partition, partitionOf, rawKey, type Storage, tableKey, unitsKey } from '../../schema/lake.ts'
import { openArriving } from './arriving.ts'
import { arrivingView, cellColumns, contributionOf, countColumns, keyColumns, keyList, yearOf } from './commit-facts.ts'
import { lakeFormat } from './lake-format.ts'
import { mergeFacts, parseOrigins } from './merge-facts.ts'
import { loadRegister } from './register.ts'
import { saidOf } from './said.ts'
import { stageFile } from './stage-file.ts'
import { storedReceipts } from './stored-receipts.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** What verifying has to say of an object: `wrong` needs mending, a `notice` is what a landing cut short has left. */
export interface Verdict {
  readonly object: string
  readonly state: 'wrong' | 'notice'
  readonly message_vi: string
  readonly message_en: string
}

/** A province and year of a lake, and the raw files that landed since a moment, of whatever province. */
export interface LakePart {
  readonly province: string
  readonly year: number
  readonly rawSince: number
}

/** Reads the whole lake, or a part: objects readable, rules kept, receipts, rows and raw files agree. Empty: all is well. */
export async function verify(storage: Storage, progress: (object: string) => void = () => undefined, part: LakePart | null = null): Promise<Verdict[]> {
  const work = await openWorkspace(storage)
  try {
    const verdicts = [...(await checkFormatNumber(storage)), ...(await checkLeftovers(storage))]
    const readable: string[] = []
    for (const key of [unitsKey, ...(await storage.list('tables/')).filter((key) => key !== unitsKey && isIn(part, partitionOf(key)))]) {
      progress(key)
      const found = await checkObject(work, key)
      verdicts.push(...found)
      if (!found.some(({ state }) => state === 'wrong')) readable.push(key)
    }
    if (verdicts.some(({ state }) => state === 'wrong')) return [...verdicts, ...(part ? [] : await checkRaws(work, [], progress))]
    const receipts = (await storedReceipts(work, null)).map(({ row }) => row)
    return [...verdicts, ...checkTwice(receipts), ...(await checkRaws(work, receipts, progress, part)), ...(await checkFacts(work, receipts, readable, part))]
  } finally {
    await work.close()
  }
}

const wrong = (object: string, vi: string, en: string): Verdict => ({ object, state: 'wrong', message_vi: vi, message_en: en })
const notice = (object: string, vi: string, en: string): Verdict => ({ object, state: 'notice', message_vi: vi, message_en: en })

async function checkFormatNumber(storage: Storage): Promise<Verdict[]> {
  const format = await lakeFormat(storage)
  if (format === undefined) return [wrong(lakeKey, 'không đọc được', 'not readable')]
  return format === null || format <= LAKE_FORMAT ? [] : [wrong(lakeKey, `định dạng ${format} chưa biết; nâng cấp da06`, `format ${format} is not known; upgrade da06`)]
}

/** What killed writers left beside the objects; the next landing there removes it. */
const checkLeftovers = async (storage: Storage): Promise<Verdict[]> =>
  ((await storage.leftovers?.()) ?? []).map((key) => notice(key, 'bản nháp của lần ghi bị ngắt; xóa được', 'a draft of a write cut short; it may be deleted'))

/** An object's own rules: it can be read, a key stands once, rows lie in their year, and the clock never went back. */
async function checkObject(work: Workspace, key: string): Promise<Verdict[]> {
  const partition = partitionOf(key)
  const name = partition?.table ?? /^tables\/(\w+)\/data\.parquet$/.exec(key)?.[1]
  if (!name || !(name in tables)) return [notice(key, 'không phải đối tượng của kho', 'no object of the lake')]
  const columns = tables[name as TableName]
  try {
    await work.load('checked', columns, key)
  } catch (error) {
    if (error instanceof OutOfReachError) throw error
    return [
      wrong(
        key,
        'không đọc được (hỏng hoặc bị cắt cụt); khôi phục từ bản sao hoặc da06 reland',
        `not readable (damaged or cut short): ${String((error as Error).message)
          .split('\n')[0]
          ?.replace(/'[^']*\//g, "'")
          .slice(0, 120)}; restore it from a copy`,
      ),
    ]
  }
  const table = factTableNames.find((one) => name === one || name === `${one}_superseded`)
  if (!partition || !table) return []
  const once = name === table ? keyList(table) : `${keyList(table)}, landed_at, source`
  const needed = [factTables[table].day, keyColumns(table)[0]?.name, 'unit_code', 'landed_at', 'source']
  const [found] = await work.rows(`select
      (select count(*) from (select 1 from checked group by ${once} having count(*) > 1)) as twice,
      (select count(*) from checked where ${yearOf(table)} <> ${partition.year} or ${needed.map((column) => `"${column}" is null`).join(' or ')}) as misplaced,
      (select count(*) from checked where ${countColumns(table)
        .map((column) => `"${column}" < 0`)
        .join(' or ')}) as negative`)
  return Object.entries(found ?? {})
    .filter(([, n]) => Number(n) > 0)
    .map(([rule, n]) => wrong(key, `${n} dòng sai quy tắc ${rule}`, `${n} rows break the rule "${rule}"`))
}

/** A file lands once; two receipts are of a relanding cut short, or of two that landed it for two provinces at once. */
function checkTwice(receipts: readonly Row[]): Verdict[] {
  const landed = receipts.filter(({ state }) => state === 'landed').map(({ sha256 }) => String(sha256))
  const twice = new Set(landed.filter((sha, i) => landed.indexOf(sha) !== i))
  return [...twice].map((sha) => notice(rawKey(sha), `có hai biên nhận; chạy da06 reland ${sha}`, `has two receipts; run da06 reland ${sha}`))
}

/** Objects of one table are in every part: they are small. */
const isIn = (part: LakePart | null, place: Omit<Partition, 'table'> | null): boolean => !part || !place || (place.province === part.province && place.year === part.year)

/** Whether a file may have rows in a part: one of several provinces has none in its receipt. */
const mayBeIn = (part: LakePart | null, { province, first, last }: Row): boolean =>
  !part || ((province === null || province === part.province) && String(first) <= endOfYear(part) && String(last) >= `${part.year}-01-01`)
const endOfYear = ({ year }: LakePart): string => `${year}-12-31`

/** Raw files have the bytes that their names promise, and a receipt each. */
async function checkRaws(work: Workspace, all: readonly Row[], progress: (object: string) => void, part: LakePart | null = null): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const receipts = all.filter((row) => mayBeIn(part, row) || Number(row.landed_at) >= (part?.rawSince ?? 0))
  const wanted = new Set(receipts.map(({ sha256 }) => rawKey(String(sha256))))
  const keys = new Set((await work.storage.list('raw/')).filter((key) => !part || wanted.has(key)))
  for (const key of keys) {
    progress(key)
    const raw = await work.storage.get(key)
    const sha256 = createHash('sha256')
      .update(raw?.bytes ?? '')
      .digest('hex')
    if (rawKey(sha256) !== key)
      verdicts.push(wrong(key, 'nội dung không khớp SHA-256; chép lại tệp gốc vào kho', 'its bytes are not those of its SHA-256; put the original file back'))
    else if (receipts.length > 0 && !receipts.some((row) => row.sha256 === sha256))
      verdicts.push(notice(key, 'chưa có biên nhận: lần nạp bị ngắt giữa chừng; nạp lại tệp', 'has no receipt: a landing was cut short; land the file again'))
  }
  for (const row of receipts)
    if (row.state !== 'refused' && !keys.has(rawKey(String(row.sha256))))
      verdicts.push(wrong(rawKey(String(row.sha256)), `thiếu tệp gốc của "${row.file}"`, `the raw file of "${row.file}" is missing`))
  return verdicts
}

/** Facts are what reading the raw files again gives, cell by cell. */
async function checkFacts(work: Workspace, receipts: readonly Row[], keys: readonly string[], part: LakePart | null): Promise<Verdict[]> {
  const register = await loadRegister(work)
  const arriving = await openArriving(work)
  const landed = receipts.filter((row) => row.state === 'landed')
  for (const row of landed.filter((one) => mayBeIn(part, one))) {
    const raw = await work.storage.get(rawKey(String(row.sha256)))
    if (!raw) continue
    const file = { bytes: Buffer.from(raw.bytes), sha256: String(row.sha256), receivedAt: Number(row.received_at), said: saidOf(row.said as string | null) }
    const read = await stageFile(arriving, file, register).catch(() => null)
    // Rows that the register of today would let in are reland's business, not a fault of the lake.
    if (read?.rowCount !== row.rows) for (const table of factTableNames) await arriving.keep(table, `a.source <> '${row.sha256}'`)
  }
  const known = new Map(receipts.map((row) => [String(row.sha256), row.state === 'landed' ? 'landed' : (landed.find((one) => one.sha256 === row.sha256)?.state ?? row.state)]))
  const verdicts: Verdict[] = []
  const said = (await arriving.places()).filter((place) => isIn(part, place)).map(({ table, province, year }) => tableKey(table, province, year))
  for (const table of factTableNames) {
    const all = new Set([...keys, ...said].filter((key) => partitionOf(key)?.table === table))
    for (const key of all) verdicts.push(...(await checkPartition(work, table, key, known)))
  }
  return verdicts
}

async function checkPartition(work: Workspace, table: FactTableName, key: string, known: ReadonlyMap<string, unknown>): Promise<Verdict[]> {
  const partition = partitionOf(key)
  if (!partition) return []
  const columns = cellColumns(table)
  const nameOf = (row: Row): string =>
    keyColumns(table)
      .flatMap(({ name }) => row[name] ?? [])
      .join(' ')
  await work.load('checked', tables[table], key)
  const stored = new Map((await work.rows('select * from checked')).map((row) => [nameOf(row), row]))
  const said = new Map<string, Row[]>()
  for (const row of await work.rows(`select * from ${arrivingView(table)} where province = '${partition.province}' and ${yearOf(table)} = ${partition.year}`))
    said.set(nameOf(row), [...(said.get(nameOf(row)) ?? []), row])
  const verdicts: Verdict[] = []
  const [lost, other, cut] = [[] as string[], [] as string[], new Set<string>()]
  for (const [of, rows] of said) {
    const row = stored.get(of)
    const contributions = rows.map((one) => contributionOf(one, columns))
    const fresh = mergeFacts({}, null, contributions, columns, 0)
    if (!row && fresh) lost.push(of)
    else if (row && fresh && columns.some((column) => (fresh.row[column] ?? null) !== (row[column] ?? null)) && sourcesOf(row).every((source) => known.get(source) === 'landed'))
      other.push(of)
  }
  for (const row of stored.values()) for (const source of sourcesOf(row)) if (known.get(source) !== 'landed') cut.add(source)
  if (lost.length > 0)
    verdicts.push(
      wrong(
        key,
        `thiếu ${lost.length} dòng mà tệp gốc có (đầu tiên: ${lost[0]}); da06 reland`,
        `lacks ${lost.length} rows that raw files have (first: ${lost[0]}); run da06 reland`,
      ),
    )
  if (other.length > 0)
    verdicts.push(
      wrong(key, `${other.length} dòng khác tệp gốc (đầu tiên: ${other[0]}); da06 reland`, `${other.length} rows differ from the raw files (first: ${other[0]}); run da06 reland`),
    )
  for (const source of cut)
    verdicts.push(
      notice(
        key,
        `có dòng của tệp ${source} chưa có biên nhận hoặc đã rút: lần nạp/rút bị ngắt; làm lại`,
        `has rows of ${source}, which has no receipt or is withdrawn: a landing or withdrawal was cut short; do it again`,
      ),
    )
  return verdicts
}

const sourcesOf = (row: Row): string[] => [String(row.source), ...[...parseOrigins(row.carried).values()].map(({ source }) => source)]
