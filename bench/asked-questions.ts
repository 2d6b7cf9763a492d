/** A question as a frontend asks it. `whole`: of every province at once, so for the lake of all provinces alone. */
export interface AskedQuestion {
  readonly name: string
  readonly query: string
  readonly whole?: true
  readonly get?: true
}

const [FROM, TO, DAY, SINCE, KNOWN] = ['2023-01-01', '2023-12-31', '2023-11-15', '2023-10-15', '2023-11-01T00:00:00+07:00']
const POINTS = 'points { start end value change changeSinceLast changeDays movingAverage coverage { reporting expected } }'
const WINDOW = `from: "${FROM}", to: "${TO}"`

const ofUnit = (code: string, field: string): string => `{ unit(code: "${code}", on: "${DAY}") { fullName ${field} } }`
const trend = (more = '', metric = 'ACTIVATED'): string => `trend(metric: ${metric}, ${WINDOW}${more}) { ${POINTS} }`
const SNAPSHOT = `snapshot(on: "${DAY}") { rows { metric { code } value numerator denominator source coverage { reporting expected } } }`
const FUNNEL = `funnel(on: "${DAY}") { stages { stage value ofPrevious ofFirst } }`
const checks = (from: string, to: string): string => `checks(from: "${from}", to: "${to}") { rows { code date unitCode metric { code } value previous } }`
const revisions = `revisions(metric: ACTIVATED, on: "${DAY}") { rows { landedAt value source sheet row withdrawn } }`
const ROWS = 'rows { rank rankChange unit { code fullName } value numerator denominator change share percentile coverage { reporting expected } }'
const comparison = (level: string): string => `comparison(metric: ACTIVATION_RATE_BY_TARGET, level: ${level}, on: "${DAY}", since: "${SINCE}") { ${ROWS} }`
const landings = (of: string): string => `{ landings(first: 50${of}) { totalCount nodes { id file state rows rejected first last receivedAt landedAt } } }`
const findings = (of: string): string => `{ findings(first: 50${of}) { totalCount nodes { file severity code sheet row column unitCode date messageVi messageEn } } }`
const every = (level: string, first: number, of: string, field: string): string =>
  `{ units(level: ${level}, on: "${DAY}", first: ${first}${of}) { totalCount nodes { code fullName ${field} } } }`
const SERIES = `points { start value change }`

/** Province 01, its first district and commune, and the whole country, over a made-up 2023. */
export const askedQuestions: readonly AskedQuestion[] = [
  { name: 'trend, province by day', query: ofUnit('01', trend()) },
  { name: 'trend, province by day, GET with ETag', query: ofUnit('01', trend()), get: true },
  { name: 'trend, province by week', query: ofUnit('01', trend(', grain: WEEK')) },
  { name: 'trend, province by month', query: ofUnit('01', trend(', grain: MONTH')) },
  { name: 'trend, district by day', query: ofUnit('001', trend()) },
  { name: 'trend, commune by day', query: ofUnit('00001', trend()) },
  { name: 'trend, rate', query: ofUnit('01', trend('', 'ACTIVATION_RATE_BY_TARGET')) },
  { name: 'trend, moving average of 7 days', query: ofUnit('01', trend(', movingAverage: 7')) },
  { name: 'trend, week with moving average', query: ofUnit('01', trend(', grain: WEEK, movingAverage: 7')) },
  { name: 'trend, as known at', query: ofUnit('01', trend(`, asKnownAt: "${KNOWN}"`)) },
  { name: 'snapshot', query: ofUnit('01', SNAPSHOT) },
  { name: 'comparison, districts since', query: ofUnit('01', comparison('DISTRICT')) },
  { name: 'comparison, communes since', query: ofUnit('01', comparison('COMMUNE')) },
  {
    name: 'by type',
    query: ofUnit('01', `byType(metric: ACTIVATED, on: "${DAY}", level: COMMUNE) { rows { unitType value numerator denominator coverage { reporting expected } } }`),
  },
  { name: 'funnel', query: ofUnit('01', FUNNEL) },
  { name: 'checks, a month', query: ofUnit('01', checks('2023-11-01', '2023-11-30')) },
  { name: 'checks, a year', query: ofUnit('01', checks(FROM, TO)) },
  { name: 'revisions, commune', query: ofUnit('00001', revisions) },
  { name: 'revisions, province', query: ofUnit('01', revisions) },
  { name: 'landings', query: landings(', province: "01"') },
  { name: 'findings', query: findings(', province: "01"') },
  { name: 'nested, every district with a trend', query: every('DISTRICT', 50, ', parent: "01"', `trend(metric: ACTIVATED, ${WINDOW}) { ${SERIES} }`) },
  { name: 'whole country: trend of every province by month', query: every('PROVINCE', 63, '', `trend(metric: ACTIVATED, grain: MONTH, ${WINDOW}) { ${SERIES} }`), whole: true },
  { name: 'whole country: trend of every province by day', query: every('PROVINCE', 63, '', `trend(metric: ACTIVATED, ${WINDOW}) { ${SERIES} }`), whole: true },
  { name: 'whole country: snapshot of every province', query: every('PROVINCE', 63, '', SNAPSHOT), whole: true },
  { name: 'whole country: funnel of every province', query: every('PROVINCE', 63, '', FUNNEL), whole: true },
  { name: 'whole country: landings', query: landings(''), whole: true },
  { name: 'whole country: findings', query: findings(''), whole: true },
]
