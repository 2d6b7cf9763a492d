import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { land } from '../../functions/land/land.ts'
import { type SmallIssuer, smallIssuer } from '../api/small-issuer.ts'
import { templateOf } from '../infra/synthesized.ts'
import { httpEvent } from './http-event.ts'
import { importRegister, lakeOf } from './import-register.ts'
import { type Stage, stageOf } from './stage.ts'

const demo = new URL('../../functions/demo/', import.meta.url)
const TRIES = 5
let stage: Stage
let issuer: SmallIssuer
beforeAll(async () => {
  stage = await stageOf(templateOf('province'))
  issuer = await smallIssuer()
  await importRegister(stage, readFileSync(new URL('units-2023-01-01.csv', demo)), '2023-01-01')
  const names = readdirSync(new URL('exports/', demo)).filter((name) => name.endsWith('.xlsx'))
  const arrivals = names.map((file) => ({ file, receivedAt: Date.parse('2023-11-01T02:00:00Z'), bytes: async () => readFileSync(new URL(`exports/${file}`, demo)) }))
  await land(lakeOf(stage, await stage.keysOf('operator')), arrivals, { said: { province: '82', date: null } })
})
afterAll(async () => {
  await issuer.close()
  await stage.remove()
})

const sizeOf = (folder: string): { bytes: number; zipped: number } =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .reduce((sum, path) => ({ bytes: sum.bytes + statSync(path).size, zipped: sum.zipped + gzipSync(readFileSync(path)).length }), { bytes: 0, zipped: 0 })

const query = '{ unit(code: "82", on: "2023-10-18") { trend(metric: ACTIVATED, from: "2023-10-01", to: "2023-10-18") { points { start value } } } }'

it('the API from process start to its first answer, of a lake of 60 exports, and what it holds then', async () => {
  const authorization = `Bearer ${await issuer.token()}`
  const found: { ready: number; first: number; processor: number; warm: number; resident: number }[] = []
  for (let i = 0; i < TRIES; i++) {
    const started = performance.now()
    const api = await stage.start('api-handler', { environment: { DA06_ISSUER: issuer.issuer, DA06_AUDIENCE: 'da06' } })
    const answer = await api.invoke<{ statusCode: number; body: string }>(httpEvent({ query, headers: { authorization } }))
    const first = performance.now() - started
    const processor = api.processorMs()
    expect(answer.statusCode, answer.body).toBe(200)
    expect(JSON.parse(answer.body).data.unit.trend.points).toHaveLength(18)
    const again = performance.now()
    await api.invoke(httpEvent({ query, headers: { authorization } }))
    found.push({ ready: await api.readyMs, first, processor, warm: performance.now() - again, resident: api.residentMb() })
    await api.stop()
  }
  const middle = (name: keyof (typeof found)[number]): number => found.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(TRIES / 2)] as number
  console.log(
    `api: ready after ${middle('ready').toFixed(0)} ms, first answer after ${middle('first').toFixed(0)} ms (${middle('processor')} ms of processor), warm ${middle('warm').toFixed(0)} ms, ${middle('resident').toFixed(0)} MB resident (median of ${TRIES})`,
  )
  expect(middle('resident')).toBeLessThan(256)
  // Wall time is told above; on a machine that others use too, processor time is what can be held to.
  expect(middle('processor')).toBeLessThan(1_000)
})

it('a bundle fits into Lambda many times, and has the one binding of its machine', async () => {
  const folder = await stage.bundleOf('api-handler')
  const { bytes, zipped } = sizeOf(folder)
  console.log(`api bundle: ${(bytes / 2 ** 20).toFixed(1)} MB, compressed ${(zipped / 2 ** 20).toFixed(1)} MB`)
  expect(bytes).toBeLessThan(250 * 2 ** 20)
  const bindings = readdirSync(join(folder, 'node_modules/@duckdb'))
  expect(bindings).toEqual(['node-bindings-linux-x64'])
  expect(readdirSync(join(folder, 'node_modules/@duckdb/node-bindings-linux-x64'))).toContain('duckdb.node')
})
