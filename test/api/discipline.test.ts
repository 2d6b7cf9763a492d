import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SentFile, submissionRows } from '../questions/submission-lake.ts'
import { activation, apiLake } from './api-lake.ts'

const round1 = { province: '82', table: 'dossiers', breakdown: 'all', first: '2023-09-01', last: '2023-09-15' }
const files: readonly SentFile[] = [
  { name: 'a', ...round1, units: ['815', '00001'], received: '2023-09-17T08:00:00+07:00' },
  { name: 'b', ...round1, units: ['816'], received: '2023-09-18T12:00:00+07:00' },
]

let clock = Date.parse('2023-09-17T23:00:00+07:00')
let api: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  const { landings = [], submissions = [] } = submissionRows(files)
  api = await apiLake({ now: () => clock }, { activation, findings: [], landings, submissions })
})
afterAll(() => api.close())

const keys = 'from: "2023-09-01", to: "2023-09-10", duties: [CAMPAIGN_DOSSIERS]'
const counts = 'owed onTime late missing notDue rate'

test('reports owed by due moment and unit, page by page, with their sums', async () => {
  const { unit } = await api.ask(`{
    unit(code: "82", on: "2023-09-15") {
      discipline(${keys}, at: "2023-09-20T00:00:00+07:00") {
        at total { ${counts} } byUnit { unit { code } ${counts} } byDuty { duty { code source } owed } byRound { duty { code } round owed missing }
        reports(first: 3) { totalCount pageInfo { hasNextPage } nodes { duty { code labelVi } round first last due unit { code fullName } state receivedAt lateHours file sha256 } }
      }
    }
  }`)
  const { at, total, byUnit, byDuty, byRound, reports } = unit.discipline
  expect(at).toBe('2023-09-19T17:00:00.000Z')
  expect(total).toEqual({ owed: 16, onTime: 2, late: 1, missing: 5, notDue: 8, rate: 0.25 })
  expect(byUnit.find((one: { unit: { code: string } }) => one.unit.code === '816')).toEqual({ unit: { code: '816' }, owed: 2, onTime: 0, late: 1, missing: 0, notDue: 1, rate: 0 })
  expect(byDuty).toMatchObject([{ duty: { code: 'CAMPAIGN_DOSSIERS' }, owed: 16 }])
  expect(byRound).toMatchObject([
    { round: 'dot-01', owed: 8, missing: 5 },
    { round: 'dot-04', owed: 8, missing: 0 },
  ])
  expect(reports.totalCount).toBe(16)
  expect(reports.pageInfo.hasNextPage).toBe(true)
  expect(reports.nodes[0]).toMatchObject({ round: 'dot-01', due: '2023-09-17T16:59:59.999Z', unit: { code: '00001' }, state: 'ON_TIME', lateHours: null, file: 'a.xlsx' })
  expect(reports.nodes[1]).toMatchObject({ unit: { code: '00002' }, state: 'MISSING', receivedAt: null, lateHours: 48, sha256: null })
})

test('many units by two statements; the clock of the server where none is given', async () => {
  const query = `{ units(level: DISTRICT, parent: "82", on: "2023-09-15") { nodes { code discipline(${keys}) { total { ${counts} } } } } }`
  const answer = await api.raw(query, undefined, { 'x-da06-statements': '1' })
  expect(answer.extensions?.statements).toBe(1)
  expect(answer.data.units.nodes.map((one: { discipline: { total: { missing: number } } }) => one.discipline.total.missing)).toEqual([0, 0])
  clock = Date.parse('2023-09-18T00:00:00+07:00')
  const later = await api.ask(query)
  expect(later.units.nodes.map((one: { discipline: { total: { missing: number } } }) => one.discipline.total.missing)).toEqual([1, 4])
})

test('an answer by the clock of the moment has no tag, one by a clock given has', async () => {
  const query = (more: string): string => `{ unit(code: "815", on: "2023-09-15") { discipline(${keys}${more}) { total { missing } } } }`
  expect((await api.get(query(''))).headers.get('etag')).toBeNull()
  const tagged = await api.get(query(', at: "2023-09-20T00:00:00+07:00"'))
  const etag = tagged.headers.get('etag') as string
  expect(etag).toMatch(/^W\//)
  expect((await api.get(query(', at: "2023-09-20T00:00:00+07:00"'), { 'if-none-match': etag })).status).toBe(304)
})

test('the duties are told with their source', async () => {
  const { duties } = await api.ask('{ duties { code labelVi labelEn table provinces source } }')
  expect(duties.map(({ code }: { code: string }) => code)).toEqual(['CAMPAIGN_DOSSIERS', 'CAMPAIGN_DIGITISATION', 'ESSENTIAL_WEEKLY', 'MONTHLY_DOSSIERS'])
  for (const duty of duties) expect(duty.source.length).toBeGreaterThan(10)
})

test('what is wrong names its argument', async () => {
  const { errors } = await api.raw(`{ unit(code: "82", on: "2023-09-15") { discipline(from: "2023-09-10", to: "2023-09-01") { at } } }`)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'from' })
})
