import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { land } from '../../functions/land/land.ts'
import { verify } from '../../functions/land/verify.ts'
import { MEMORY_MB } from '../../infra/memory.ts'
import { openDatabase } from '../../queries/duckdb.ts'
import type { Row } from '../../queries/engine.ts'
import { shiftDay } from '../../schema/days.ts'
import type { Storage } from '../../schema/lake.ts'
import { randomFrom } from '../fuzz/random.ts'
import { templateOf } from '../infra/synthesized.ts'
import { flatExport, type LandingLake, landingLake } from '../landing/landing-lake.ts'
import { type FaultyProxy, faultyProxy } from './faulty-proxy.ts'
import { importRegister, lakeOf } from './import-register.ts'
import { poller } from './poller.ts'
import type { RunningFunction } from './runtime-api.ts'
import { type Stage, stageOf } from './stage.ts'

const FILES = Number(process.env.STORM_FILES ?? 1_000)
const FAULTS = 0.05
const DAYS = 250
const COMMUNES = ['28249', '28252', '28261']
const random = randomFrom(7)
const register = readFileSync(new URL('../landing/registers/2023.csv', import.meta.url))

/** Made-up exports of some days, corrections of them, and one in eight handed in twice; in an order of chance. */
const files: readonly string[] = (() => {
  const own = Array.from({ length: Math.round(FILES * 0.875) }, (_, i) => {
    const day = shiftDay('2023-01-01', i % DAYS)
    return flatExport(day, Object.fromEntries(COMMUNES.map((code, k) => [code, [i + k, k]])))
  })
  const again = Array.from({ length: FILES - own.length }, () => random.pick(own))
  return [...own, ...again]
    .map((text) => ({ text, at: random.below(1e9) }))
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text)
})()

let stage: Stage
let proxy: FaultyProxy
let calm: LandingLake
const running: RunningFunction[] = []
const folder = mkdtempSync(join(tmpdir(), 'da06-storm-'))
beforeAll(async () => {
  stage = await stageOf(templateOf('province'))
  await importRegister(stage, register, '2023-01-01')
  proxy = await faultyProxy(stage.moto.endpoint, FAULTS, randomFrom(11))
  calm = await landingLake('2023')
})
afterAll(async () => {
  for (const one of running) await one.stop()
  await proxy.close()
  await stage.remove()
  calm.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** What the current rows say, when they were landed aside. */
async function facts(storage: Storage, table: string, columns: string, key: string): Promise<Row[]> {
  const object = await storage.get(key)
  const path = join(folder, `${table}.parquet`)
  writeFileSync(path, object?.bytes ?? '')
  const database = await openDatabase()
  const session = await database.session()
  try {
    return await session.rows(`select ${columns} from read_parquet('${path}', hive_partitioning = false) order by all`)
  } finally {
    session.close()
    database.close()
  }
}

it(`${FILES} files, some twice, in no order, ${FAULTS * 100} of 100 requests going wrong: the facts are those of a calm run`, async () => {
  const office = stage.s3(await stage.keysOf('handingin'))
  for (let i = 0; i < files.length; i++) await office.send(new PutObjectCommand({ Bucket: stage.inbox, Key: `inbox/province=82/${i}.csv`, Body: files[i] }))
  running.push(...(await Promise.all([1, 2].map(() => stage.start('landing-handler', { environment: { DA06_S3_ENDPOINT: proxy.endpoint } })))))
  const started = Date.now()
  const queue = poller(stage, ...running)
  await queue.drain({ untilEmpty: true })
  const seconds = (Date.now() - started) / 1000

  expect(await queue.waitingIn(stage.failedUrl)).toBe(0)
  expect((await stage.s3(stage.root).send(new ListObjectsV2Command({ Bucket: stage.inbox }))).Contents ?? []).toEqual([])
  const lake = lakeOf(stage, await stage.keysOf('operator'))
  const year = new Date().getUTCFullYear()
  const receipts = await facts(lake, 'landings', 'sha256, received_at, state', `tables/landings/province=82/year=${year}/data.parquet`)
  expect(receipts.length).toBe(new Set(files).size)
  const receivedAt = new Map(receipts.map((row) => [row.sha256, Number(row.received_at)]))
  const arrivals = [...new Set(files)]
    .sort()
    .map((text, i) => ({ file: `${i}.csv`, bytes: async () => Buffer.from(text), receivedAt: receivedAt.get(createHash('sha256').update(text).digest('hex')) as number }))
  await land(calm.storage, arrivals, { said: { province: '82', date: null } })
  const key = 'tables/activation/province=82/year=2023/data.parquet'
  const columns = '* exclude (landed_at)'
  const expected = await facts(calm.storage, 'calm', columns, key)
  expect(expected.length).toBe(Math.min(DAYS, Math.round(FILES * 0.875)) * COMMUNES.length)
  expect(await facts(lake, 'stormy', columns, key)).toEqual(expected)
  expect((await verify(lake)).filter(({ state }) => state === 'wrong')).toEqual([])
  const peakMb = Math.max(...running.map((one) => one.peakMb()))
  // A quarter of what the function is given: docs/aws.md, its size.
  expect(peakMb).toBeLessThan(MEMORY_MB.landing / 4)
  const { requests, faults } = proxy.counts()
  expect(faults).toBeGreaterThan(requests * FAULTS * 0.7)
  console.log(
    `storm: ${files.length} files, ${new Set(files).size} of them different, ${requests} requests, ${faults} went wrong, ${seconds.toFixed(0)} s, at most ${peakMb.toFixed(0)} MB`,
  )
}, 1_800_000)
