import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiLake, FIRST, HALF, LAST, MISSING, REST } from './api-lake.ts'

let lake: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  lake = await apiLake()
})
afterAll(() => lake.close())

test('a trend tells each day, the one without an export too', async () => {
  const { unit } = await lake.ask(
    `{ unit(code: "82") { trend(metric: ACTIVATED, from: "2023-08-04", to: "2023-08-06", movingAverage: 3) { metric { code }
      points { start end value numerator denominator change changeSinceLast changeDays movingAverage coverage { reporting expected } } } } }`,
  )
  expect(unit.trend.metric.code).toBe('ACTIVATED')
  expect(unit.trend.points.map((point: { start: string }) => point.start)).toEqual(['2023-08-04', MISSING, '2023-08-06'])
  expect(unit.trend.points[1]).toMatchObject({ value: null, change: null, coverage: { reporting: 0, expected: 5 } })
  expect(unit.trend.points[2]).toMatchObject({
    value: 1640,
    numerator: 1640,
    denominator: null,
    change: null,
    changeSinceLast: 10,
    changeDays: 2,
    coverage: { reporting: 5, expected: 5 },
  })
})

test('grains are days, weeks and months', async () => {
  const { unit } = await lake.ask(
    `{ unit(code: "82") { week: trend(metric: ACTIVATED, from: "${FIRST}", to: "${LAST}", grain: WEEK) { points { start } } month: trend(metric: ACTIVATED, from: "${FIRST}", to: "${LAST}", grain: MONTH) { points { start end value } } } }`,
  )
  expect(unit.week.points).toHaveLength(2)
  expect(unit.month.points).toEqual([{ start: FIRST, end: LAST, value: 1680 }])
})

test('a comparison ranks and leads on to its units', async () => {
  const { unit } = await lake.ask(
    `{ unit(code: "82") { comparison(metric: ACTIVATION_RATE_BY_TARGET, on: "${LAST}", level: COMMUNE, since: "${FIRST}") { rows { rank rankChange value numerator denominator change share percentile coverage { reporting expected } unit { id parent { code } } } } } }`,
  )
  expect(unit.comparison.rows).toHaveLength(5)
  expect(unit.comparison.rows[0]).toMatchObject({ rank: 1, rankChange: 0, value: 556 / 4000, numerator: 556, denominator: 4000, share: null, percentile: 1 })
  expect(unit.comparison.rows[0].unit).toEqual({ id: '00005@2023-01-01', parent: { code: '816' } })
})

test('funnel, snapshot, types, checks and revisions of a unit', async () => {
  const { unit } = await lake.ask(`{ unit(code: "82") {
    funnel(on: "${LAST}") { stages { stage value ofPrevious ofFirst } }
    snapshot(on: "${LAST}", metrics: [ACTIVATED, APPROVAL_RATE]) { on rows { metric { code } value coverage { reporting } source } }
    none: snapshot(on: "${LAST}", metrics: []) { rows { value } }
    byType(metric: ACTIVATED, on: "${LAST}", level: COMMUNE) { rows { unitType value coverage { expected } } }
    checks(from: "${FIRST}", to: "${LAST}") { rows { code date unitCode unit { code } metric { code } } }
    revisions(metric: ACTIVATED, on: "${LAST}") { rows { value landedAt withdrawn } }
  } }`)
  expect(unit.funnel.stages.map((stage: { stage: string; value: number }) => [stage.stage, stage.value])).toEqual([
    ['eligible', 25000],
    ['received', 7080],
    ['approved', 6080],
    ['activated', 1680],
  ])
  expect(unit.snapshot.rows.map((row: { metric: { code: string }; value: number }) => [row.metric.code, row.value])).toEqual([
    ['ACTIVATED', 1680],
    ['APPROVAL_RATE', 6080 / 7080],
  ])
  expect(unit.none.rows).toEqual([])
  expect(unit.byType.rows.map((row: { unitType: string; value: number }) => [row.unitType, row.value])).toEqual([
    ['phường', 342],
    ['xã', 1338],
  ])
  expect(unit.checks.rows).toContainEqual({ code: 'MISSING_DAY', date: MISSING, unitCode: '82', unit: { code: '82' }, metric: null })
  expect(unit.revisions.rows).toEqual([{ value: 1680, landedAt: '2023-08-10T11:00:00.000Z', withdrawn: null }])
})

test('freshness tells the last day, the last landing and the coverage', async () => {
  const { unit } = await lake.ask('{ unit(code: "816") { freshness { lastDay landedAt receivedAt coverage { reporting expected } } } }')
  expect(unit.freshness).toEqual({ lastDay: LAST, landedAt: '2023-08-10T11:00:00.000Z', receivedAt: '2023-08-10T11:00:00.000Z', coverage: { reporting: 3, expected: 3 } })
  const none = await lake.ask('{ unit(code: "79") { freshness { lastDay landedAt coverage { reporting } } } }')
  expect(none.unit.freshness).toEqual({ lastDay: null, landedAt: null, coverage: null })
})

test('a code means the unit of its day; one that ended is found by its last version', async () => {
  const { now, then, never, ended, before } = await lake.ask(
    `{ now: unit(code: "82") { id validTo } then: unit(code: "82", on: "2022-12-31") { id } never: unit(code: "00000") { id } ended: unit(code: "00009") { id validTo parent { code } } before: unit(code: "00009", on: "2023-08-01") { id } }`,
  )
  expect([now, then, never, before]).toEqual([{ id: '82@2023-01-01', validTo: null }, null, null, null])
  expect(ended).toEqual({ id: '00009@2023-01-01', validTo: '2023-07-31', parent: { code: '816' } })
})

test('children are of the day asked about; agencies only where they are asked for', async () => {
  const { july, august, province } = await lake.ask(`{
    july: unit(code: "816", on: "2023-07-31") { children { nodes { code } } }
    august: unit(code: "816", on: "2023-08-01") { children { nodes { code } } }
    province: unit(code: "82") { children { nodes { code } } agencies: children(level: AGENCY) { nodes { code level } } } }`)
  const codes = (list: { nodes: { code: string }[] }): string[] => list.nodes.map(({ code }) => code)
  expect(codes(july.children)).toEqual(['00003', '00004', '00005', '00009'])
  expect(codes(august.children)).toEqual(['00003', '00004', '00005'])
  expect(codes(province.children)).toEqual(['815', '816'])
  expect(province.agencies.nodes).toEqual(['H.02', 'H01'].map((code) => ({ code, level: 'AGENCY' })))
})

test('units by level, parent and search', async () => {
  const { communes, found, all } = await lake.ask(`{
    communes: units(level: COMMUNE, parent: "82") { totalCount }
    found: units(search: "tan dinh") { nodes { code fullName } }
    all: units(level: PROVINCE) { nodes { code } } }`)
  expect(communes.totalCount).toBe(5)
  expect(found.nodes).toEqual([{ code: '26734', fullName: 'Phường Tân Định' }])
  expect(all.nodes).toEqual([{ code: '79' }, { code: '82' }])
})

test('a period of procedures: value, coverage, missing days, whose, as printed', async () => {
  const fields = '{ value numerator denominator coverage { reporting expected } missingDays scope printed source metric { code } }'
  const { unit } = await lake.ask(`{ unit(code: "815") {
    own: period(metric: ONLINE_RATE, from: "${FIRST}", to: "${LAST}") ${fields}
    whole: period(metric: RECEIVED_ONLINE, from: "${FIRST}", to: "${LAST}", scope: SUBTREE) ${fields}
    printed: period(metric: PAYMENT_RATE, from: "${FIRST}", to: "${MISSING}") ${fields}
    none: period(metric: RECEIVED_ONLINE, from: "2023-08-04", to: "${LAST}") ${fields} } }`)
  expect(unit.own).toMatchObject({
    value: 1 / 4,
    numerator: 1,
    denominator: 4,
    coverage: { reporting: 1, expected: 1 },
    missingDays: [],
    scope: 'OWN',
    metric: { code: 'ONLINE_RATE' },
  })
  expect(unit.whole).toMatchObject({ value: 1 + 41 + 61, coverage: { reporting: 3, expected: 3 }, scope: 'SUBTREE' })
  expect(unit.printed).toMatchObject({ value: 0.5, printed: 0.5 })
  expect(unit.none).toMatchObject({ value: null, missingDays: ['2023-08-04', '2023-08-05'] })
})

test("an agency's bare code does where one province has it; else it is named with its province", async () => {
  const { agency } = await lake.ask(
    `{ agency: unit(code: "82/H.02") { id code parent { code } period(metric: RECEIVED_ONLINE, from: "${FIRST}", to: "${LAST}", scope: OWN) { value } } }`,
  )
  expect(agency).toEqual({ id: '82/H.02@2023-01-01', code: 'H.02', parent: { code: '82' }, period: { value: 141 } })
  const { alone, node } = await lake.ask('{ alone: unit(code: "H01", on: "2023-08-10") { id } node(id: "82/H.02@2023-01-01") { id } }')
  expect([alone.id, node.id]).toEqual(['82/H01@2023-01-01', '82/H.02@2023-01-01'])
})

test('procedures by rounds, by months, compared, by type, at a glance and as a funnel', async () => {
  const window = `from: "${FIRST}", to: "${LAST}"`
  const { unit } = await lake.ask(`{ unit(code: "82") {
    trend(metric: RECEIVED_ONLINE, ${window}, grain: ROUND, movingAverage: 5) { points { start end value change changeDays movingAverage coverage { reporting expected } } }
    agencies: comparison(metric: ONLINE_RATE, ${window}, level: AGENCY) { rows { rank unit { id } value } }
    districts: comparison(metric: RECEIVED_ONLINE, from: "${REST.from}", to: "${REST.to}", since: "${FIRST}", level: DISTRICT) { rows { rank unit { code } value change share } }
    byType(metric: RECEIVED_ONLINE, ${window}, level: COMMUNE) { rows { unitType value } }
    snapshot(from: "${HALF.from}", to: "${HALF.to}", metrics: [PAYABLE, RECEIVED_ONLINE]) { on from to rows { metric { code } value printed } }
    dossierFunnel(${window}) { stages { stage value ofPrevious } } } }`)
  expect(unit.trend.points).toEqual([
    { start: HALF.from, end: HALF.to, value: 280, change: null, changeDays: null, movingAverage: 56, coverage: { reporting: 8, expected: 9 } },
    { start: REST.from, end: REST.to, value: 288, change: 8, changeDays: 5, movingAverage: 57.6, coverage: { reporting: 8, expected: 9 } },
  ])
  expect(unit.agencies.rows).toMatchObject([
    { rank: 1, unit: { id: '82/H.02@2023-01-01' } },
    { rank: null, unit: { id: '82/H01@2023-01-01' }, value: null },
  ])
  expect(unit.districts.rows).toEqual([
    { rank: 1, unit: { code: '816' }, value: 11, change: 1, share: 11 / 288 },
    { rank: 2, unit: { code: '815' }, value: 1, change: 1, share: 1 / 288 },
  ])
  expect(unit.byType.rows).toEqual([
    { unitType: 'phường', value: 102 },
    { unitType: 'xã', value: 303 },
  ])
  expect(unit.snapshot).toEqual({
    on: null,
    ...HALF,
    rows: [
      { metric: { code: 'PAYABLE' }, value: 32, printed: null },
      { metric: { code: 'RECEIVED_ONLINE' }, value: 280, printed: null },
    ],
  })
  expect(unit.dossierFunnel.stages[1]).toEqual({ stage: 'dossiers_resolved', value: 144, ofPrevious: 144 / (28 + 2 * (560 + 16)) })
})

test('revisions of a period', async () => {
  const { unit } = await lake.ask(`{ unit(code: "815") { revisions(metric: RECEIVED_ONLINE, from: "${HALF.from}", to: "${HALF.to}") { rows { value sheet row } } } }`)
  expect(unit.revisions.rows).toEqual([{ value: 0, sheet: 'Sheet1', row: 7 }])
})

test('pages follow each other without loss', async () => {
  const seen: string[] = []
  let after: string | null = null
  for (let turn = 0; turn < 10; turn++) {
    const { landings }: { landings: { totalCount: number; nodes: { file: string }[]; edges: { cursor: string }[]; pageInfo: Record<string, never> } } = await lake.ask(
      'query($after: String) { landings(first: 4, after: $after) { totalCount nodes { file } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      { after },
    )
    expect(landings.totalCount).toBe(9)
    expect(landings.pageInfo).toMatchObject({ hasPreviousPage: turn > 0, startCursor: landings.edges[0]?.cursor, endCursor: landings.edges.at(-1)?.cursor })
    seen.push(...landings.nodes.map(({ file }) => file))
    if (!landings.pageInfo.hasNextPage) break
    after = landings.pageInfo.endCursor ?? null
  }
  expect(seen).toHaveLength(9)
  expect(new Set(seen).size).toBe(9)
})

test('findings of a landing and of all', async () => {
  const { landings, findings } = await lake.ask(
    '{ landings(first: 2) { nodes { state statedAt landedAt findings { totalCount nodes { code severity row column date messageVi messageEn } } } } findings(code: "not_a_count", first: 1) { totalCount pageInfo { hasNextPage } } }',
  )
  expect(landings.nodes[0]).toMatchObject({ state: 'LANDED', statedAt: '2023-08-01T17:00:00+07:00', landedAt: '2023-08-01T11:00:00.000Z', findings: { totalCount: 0 } })
  expect(landings.nodes[1].findings.nodes[0]).toEqual({
    code: 'not_a_count',
    severity: 'REJECTED',
    row: 7,
    column: 'F',
    date: '2023-08-02',
    messageVi: 'không phải số đếm',
    messageEn: 'not a count',
  })
  expect(findings).toEqual({ totalCount: 3, pageInfo: { hasNextPage: true } })
})

test('node and nodes read units and receipts again', async () => {
  const { landings } = await lake.ask('{ landings(first: 1) { nodes { id sha256 } } }')
  const [receipt] = landings.nodes
  const answer = await lake.ask(
    'query($id: ID!, $ids: [ID!]!) { node(id: $id) { id ... on Landing { sha256 } } nodes(ids: $ids) { __typename id } none: node(id: "00000@2023-01-01") { id } }',
    { id: receipt.id, ids: ['815@2023-01-01', receipt.id, '815@1999-01-01'] },
  )
  expect(answer.node).toEqual(receipt)
  expect(answer.nodes).toEqual([{ __typename: 'Unit', id: '815@2023-01-01' }, { __typename: 'Landing', id: receipt.id }, null])
  expect(answer.none).toBeNull()
})

test('the catalogue tells labels and formulas', async () => {
  const { metrics } = await lake.ask('{ metrics { code labelVi labelEn unit kind scope better table source formula { numerator denominator text } } }')
  expect(metrics.find(({ code }: { code: string }) => code === 'APPROVAL_RATE')).toMatchObject({
    labelEn: 'Approved of dossiers received',
    unit: 'RATIO',
    kind: 'STOCK',
    scope: 'SUBTREE',
    better: 'MORE',
    formula: { numerator: 'approved', denominator: 'received', text: 'sum(approved) / sum(received)' },
  })
})

test('an empty lake answers like one whose days are all missing', async () => {
  const empty = await apiLake({}, { activation: [], landings: [], findings: [] })
  const { unit, landings } = await empty.ask(
    `{ unit(code: "82") { trend(metric: ACTIVATED, from: "${LAST}", to: "${LAST}") { points { value coverage { reporting expected } } } freshness { lastDay } } landings { totalCount } }`,
  )
  expect(unit).toEqual({ trend: { points: [{ value: null, coverage: { reporting: 0, expected: 5 } }] }, freshness: { lastDay: null } })
  expect(landings.totalCount).toBe(0)
  await empty.close()
})
