import { expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { tableKey } from '../../schema/lake.ts'
import { activation, apiLake, LAST } from './api-lake.ts'

const question = `{ unit(code: "82") { trend(metric: ACTIVATED, from: "${LAST}", to: "${LAST}") { points { value } } } }`

/** Lands one object of another lake over this one's. */
async function landed(lake: { folder: string }, other: { folder: string }, province: string): Promise<void> {
  const key = tableKey('activation', province, 2023)
  const object = await folderStorage(other.folder).get(key)
  await folderStorage(lake.folder).put(key, object?.bytes as Uint8Array)
}

test('an answer has a tag; 304 until a landing touches what it read', async () => {
  const lake = await apiLake()
  const more = await apiLake({}, { activation: activation.map((row) => ({ ...row, activated: Number(row.activated) + 1 })), landings: [], findings: [] })
  const first = await lake.get(question)
  const tag = first.headers.get('etag') as string
  expect(tag).toMatch(/^W\/"[0-9a-f]{32}"$/)
  expect(first.headers.get('cache-control')).toBe('private, no-cache')

  const again = await lake.get(question, { 'if-none-match': `"other", ${tag}` })
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])

  await landed(lake, more, '79')
  expect((await lake.get(question, { 'if-none-match': tag })).status).toBe(304)

  await landed(lake, more, '82')
  const changed = await lake.get(question, { 'if-none-match': tag })
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(tag)
  expect(((await changed.json()) as { data: object }).data).toEqual({ unit: { trend: { points: [{ value: 1685 }] } } })
  await lake.close()
  await more.close()
})

test('a tag is of its question, its code and its day', async () => {
  let day = LAST
  const lake = await apiLake({ today: () => day })
  const variables = (on: string): Record<string, string> => ({ variables: JSON.stringify({ on }) })
  const asked = 'query($on: Date) { unit(code: "82", on: $on) { name } }'
  const tagOf = async (more: Record<string, string>): Promise<string | null> => (await lake.get(asked, {}, more)).headers.get('etag')
  const one = (await tagOf(variables('2023-08-01'))) as string
  expect(await tagOf(variables('2023-08-01'))).toBe(one)
  expect(await tagOf(variables('2023-08-02'))).not.toBe(one)
  day = '2023-08-11'
  expect((await lake.get(asked, { 'if-none-match': one }, variables('2023-08-01'))).status).toBe(200)
  await lake.close()
})

test('no tag on what is no whole answer, or not to GET', async () => {
  const lake = await apiLake()
  for (const response of [
    await lake.get('{ nothing }'),
    await lake.get('{ units(first: 501) { totalCount } }'),
    await lake.post(question),
    await lake.get(question, { 'x-da06-statements': '1' }),
  ])
    expect(response.headers.get('etag')).toBeNull()
  await lake.close()
})

test('a cache in front may give a whole answer again for seconds, to the same token alone; nothing else', async () => {
  const lake = await apiLake({ cdnSeconds: 30 })
  const first = await lake.get(question)
  expect(first.headers.get('cache-control')).toBe('max-age=0, s-maxage=30, must-revalidate')
  expect(first.headers.get('vary')).toMatch(/\bauthorization\b/)
  const again = await lake.get(question, { 'if-none-match': first.headers.get('etag') as string })
  expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'max-age=0, s-maxage=30, must-revalidate'])
  const byTheClock = `{ unit(code: "82") { discipline(from: "${LAST}", to: "${LAST}") { total { owed } } } }`
  expect(await (await lake.get(byTheClock)).json()).not.toHaveProperty('errors')
  for (const response of [await lake.get('{ nothing }'), await lake.get(byTheClock), await lake.post(question), await lake.get(question, { 'x-da06-statements': '1' })])
    expect(response.headers.get('cache-control')).toBeNull()
  await lake.close()
})

test('dataVersion changes with anything in the lake', async () => {
  const lake = await apiLake()
  const { dataVersion } = await lake.ask('{ dataVersion }')
  expect((await lake.ask('{ dataVersion }')).dataVersion).toBe(dataVersion)
  await landed(lake, lake, '79')
  expect((await lake.ask('{ dataVersion }')).dataVersion).not.toBe(dataVersion)
  await lake.close()
})
