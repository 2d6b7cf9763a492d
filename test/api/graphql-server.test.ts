import { request as ask } from 'node:http'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GraphqlServer, serveGraphql } from '../../functions/api/graphql-server.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { apiLake } from './api-lake.ts'

let lake: Awaited<ReturnType<typeof apiLake>>
let server: GraphqlServer
beforeAll(async () => {
  lake = await apiLake()
  server = await serveGraphql({ engine: duckdbEngine(folderStorage(lake.folder), { hold: true }), today: () => '2023-08-10', codeVersion: 'test', log: () => undefined })
})
afterAll(async () => {
  await server.close()
  await lake.close()
})

const asked = (headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((done, fail) => {
    ask(`${server.url}?query={__typename}`, { headers }, (response) => done(response.resume().statusCode))
      .on('error', fail)
      .end()
  })

test('keeps GraphQL over HTTP: every audit', async () => {
  const audits = serverAudits({ url: server.url })
  const results = await Promise.all(audits.map((audit) => audit.fn()))
  expect(results.length).toBeGreaterThan(50)
  expect(results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.status}: ${result.name}: ${result.reason}`]))).toEqual([])
})

test('a browser that has the answer gets 304', async () => {
  const question = `${server.url}?query=${encodeURIComponent('{ unit(code: "82") { trend(metric: ACTIVATED, from: "2023-08-01", to: "2023-08-10") { points { value } } } }')}`
  const etag = (await fetch(question)).headers.get('etag') as string
  expect((await fetch(question, { headers: { 'if-none-match': etag } })).status).toBe(304)
})

test('answers only by the names of this machine', async () => {
  const { host, port } = new URL(server.url)
  expect(await asked({ host })).toBe(200)
  expect(await asked({ host: `localhost:${port}` })).toBe(200)
  for (const name of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) expect(await asked({ host: name })).toBe(421)
})

test('no page of another site may read it', async () => {
  const response = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://evil.example' }, body: '{"query":"{ __typename }"}' })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('GraphiQL opens with examples; health answers; other paths are not there', async () => {
  const page = await fetch(server.url, { headers: { accept: 'text/html' } })
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('query TinhTheoNgay')
  expect((await fetch(new URL('/health', server.url))).status).toBe(200)
  expect((await fetch(new URL('/elsewhere', server.url))).status).toBe(404)
})

test('an asker who leaves ends nothing but the own question', async () => {
  const question = `${server.url}?query=${encodeURIComponent('{ unit(code: "82") { checks(from: "2014-01-01", to: "2023-08-10") { rows { code } } } }')}`
  const leaving = new AbortController()
  const left = fetch(question, { signal: leaving.signal }).catch(() => undefined)
  setTimeout(() => leaving.abort(), 4)
  await left
  expect((await fetch(`${server.url}?query={__typename}`)).status).toBe(200)
})

test('close lets a request finish and frees the port', async () => {
  const other = await serveGraphql({ engine: duckdbEngine(folderStorage(lake.folder), { hold: true }), today: () => '2023-08-10', codeVersion: 'test' })
  const answer = fetch(`${other.url}?query=${encodeURIComponent('{ landings { totalCount } }')}`).then((response) => response.json())
  await new Promise((go) => setTimeout(go, 20))
  await other.close()
  expect(await answer).toEqual({ data: { landings: { totalCount: 9 } } })
  await expect(fetch(other.url)).rejects.toThrow()
})
