import { afterAll, beforeAll, expect, test } from 'vitest'
import { activation, apiLake } from './api-lake.ts'

let api: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  const added = { valid_from: '2023-08-05', listing: 'added', code: 'DVC.26', name: 'Thêm', group: 'Y tế', source: 'QĐ 422/QĐ-TTg' }
  api = await apiLake({}, { activation, services: [added] })
})
afterAll(() => api.close())

test('services are those of the day, today if none is said', async () => {
  const { before, now } = await api.ask('{ before: services(on: "2023-08-04") { code } now: services { code name group source } }')
  expect(before).toHaveLength(25)
  expect(now).toHaveLength(26)
  expect(now.at(-1)).toEqual({ code: 'DVC.26', name: 'Thêm', group: 'Y tế', source: 'QĐ 422/QĐ-TTg' })
})
