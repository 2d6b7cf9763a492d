import { readdirSync, readFileSync } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleTabs } from '../../functions/api/example-operations.ts'
import { dayList } from '../../schema/days.ts'
import { type SmallIssuer, smallIssuer } from '../api/small-issuer.ts'
import { resourcesOf, templateOf } from '../infra/synthesized.ts'
import { httpEvent } from './http-event.ts'
import { importRegister } from './import-register.ts'
import { poller } from './poller.ts'
import type { RunningFunction } from './runtime-api.ts'
import { type Entry, type Stage, stageOf } from './stage.ts'

const demo = new URL('../../functions/demo/', import.meta.url)
const template = templateOf('province')
/** What a function is given, of which it may take so much: the rest is for files larger than those tried here. */
const SHARE = 0.6
/** How many years one text holds; MEMORY_YEARS=10 takes minutes. */
const YEARS = Number(process.env.MEMORY_YEARS ?? 1)
const givenMb = (entry: Entry): number =>
  Number(Object.values(resourcesOf(template, 'AWS::Lambda::Function')).find(({ Properties }) => Properties.Handler === `${entry}.handler`)?.Properties.MemorySize)

let stage: Stage
let issuer: SmallIssuer
beforeAll(async () => {
  stage = await stageOf(template)
  issuer = await smallIssuer()
  const register = ['units', 'agencies'].map((name) => readFileSync(new URL(`${name}-2023-01-01.csv`, demo)))
  for (const edition of register) await importRegister(stage, edition, '2023-01-01')
})
afterAll(async () => {
  await issuer.close()
  await stage.remove()
})

describe('landing', () => {
  const put = async (name: string, Body: Buffer | string): Promise<void> =>
    void (await stage.s3(await stage.keysOf('handingin')).send(new PutObjectCommand({ Bucket: stage.inbox, Key: `inbox/province=82/${name}`, Body })))

  /** Lands what waits by a function just started, and says what that took. */
  async function landed(what: string, files: number): Promise<void> {
    const landing = await stage.start('landing-handler')
    await landing.readyMs
    const [started, before] = [performance.now(), landing.processorMs()]
    await poller(stage, landing).drain()
    const said = landing.lines.filter((line) => line.includes('"file landed"'))
    console.log(
      `landing, ${what}: at most ${landing.peakMb().toFixed(0)} MB, ${landing.processorMs() - before} ms of processor, ${(performance.now() - started).toFixed(0)} ms by the clock, ${givenMb('landing-handler')} MB given`,
    )
    expect(said).toHaveLength(files)
    expect(landing.peakMb()).toBeLessThan(givenMb('landing-handler') * SHARE)
    await landing.stop()
  }

  it('one workbook of a day', async () => {
    await put('DC01_2023-08-20.xlsx', readFileSync(new URL('exports/DC01_2023-08-20.xlsx', demo)))
    await landed('one workbook of a day', 1)
  })

  it('every export of the demo', async () => {
    const paths = ['exports', 'procedures'].flatMap((folder) => readdirSync(new URL(`${folder}/`, demo)).map((name) => `${folder}/${name}`))
    const rest = paths.filter((path) => path.endsWith('.xlsx') && !path.includes('2023-08-20'))
    for (const path of rest) await put(path.replace('/', ' '), readFileSync(new URL(path, demo)))
    await landed(`${rest.length} workbooks of the demo`, rest.length)
  })

  const communes = readFileSync(new URL('units-2023-01-01.csv', demo), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(',commune'))
    .map((line) => line.slice(0, line.indexOf(',')))
  const rowsOf = (first: string, last: string): (string | number)[][] => dayList(first, last).flatMap((day, i) => communes.map((code, k) => [day, code, i + k, k]))
  const HEAD = ['date', 'unit_code', 'activated_l1', 'activated_l2']

  it('a year of the province in one workbook', async () => {
    const rows = rowsOf('2021-01-01', '2021-12-31')
    await put('mot-nam.xlsx', Buffer.from(await writeXlsx({ sheets: [{ name: '2021', rows: [HEAD, ...rows] }] })))
    await landed(`one workbook of ${rows.length} rows`, 1)
  })

  it('years of the province in one text (MEMORY_YEARS)', async () => {
    const rows = rowsOf(`${2021 - YEARS}-01-01`, '2020-12-31')
    await put('nhieu-nam.csv', [HEAD, ...rows].map((cells) => cells.join(',')).join('\n'))
    await landed(`one text of ${rows.length} rows`, 1)
  })
})

describe('checks by the clock', () => {
  it.each(['arrivals', 'lake'])('%s', async (check) => {
    const checking = await stage.start('check-handler')
    await checking.readyMs
    const before = checking.processorMs()
    await checking.invoke({ check })
    console.log(`checking, ${check}: at most ${checking.peakMb().toFixed(0)} MB, ${checking.processorMs() - before} ms of processor, ${givenMb('check-handler')} MB given`)
    expect(checking.peakMb()).toBeLessThan(givenMb('check-handler') * SHARE)
    await checking.stop()
  })
})

describe('the API', () => {
  it('at rest, and after every operation of the demo', async () => {
    const api: RunningFunction = await stage.start('api-handler', { environment: { DA06_ISSUER: issuer.issuer, DA06_AUDIENCE: 'da06' } })
    await api.readyMs
    const rest = api.residentMb()
    const headers = { authorization: `Bearer ${await issuer.token()}` }
    const before = api.processorMs()
    for (const { query } of exampleTabs) {
      const { statusCode, body } = await api.invoke<{ statusCode: number; body: string }>(httpEvent({ query, headers }))
      expect([statusCode, JSON.parse(body).errors], query).toEqual([200, undefined])
    }
    console.log(
      `api: ${rest.toFixed(0)} MB at rest, at most ${api.peakMb().toFixed(0)} MB after ${exampleTabs.length} operations (${api.processorMs() - before} ms of processor), ${givenMb('api-handler')} MB given`,
    )
    expect(rest).toBeLessThan(256)
    expect(api.peakMb()).toBeLessThan(givenMb('api-handler') * SHARE)
    await api.stop()
  })
})
