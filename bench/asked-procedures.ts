import type { AskedQuestion } from './asked-questions.ts'

const [FROM, TO, DAY] = ['2023-01-01', '2023-12-31', '2023-12-31']
const YEAR = `from: "${FROM}", to: "${TO}"`
const ROUND = 'from: "2023-09-01", to: "2023-09-15"'
const VALUE = '{ value numerator denominator missingDays scope printed coverage { reporting expected } }'
const POINTS = 'points { start end value numerator denominator change changeSinceLast changeDays movingAverage coverage { reporting expected } }'
const ROWS = 'rows { rank rankChange unit { code fullName } value numerator denominator change share percentile coverage { reporting expected } }'

const ofUnit = (code: string, field: string): string => `{ unit(code: "${code}", on: "${DAY}") { fullName ${field} } }`
const every = (level: string, first: number, of: string, field: string): string =>
  `{ units(level: ${level}, on: "${DAY}", first: ${first}${of}) { totalCount nodes { code fullName ${field} } } }`
const period = (metric: string, window: string, more = ''): string => `${metric}: period(metric: ${metric}, ${window}${more}) ${VALUE}`
const trend = (grain: string, more = ''): string => `trend(metric: ONLINE_RATE, ${YEAR}, grain: ${grain}${more}) { ${POINTS} }`
const OF_SERVICE = ', service: "DVC.09"'

const eleven = ['RECEIVED_ONLINE', 'RECEIVED_IN_PERSON', 'CARRIED_OVER', 'RESOLVED_EARLY', 'RESOLVED_ON_TIME', 'RESOLVED_OVERDUE']
  .concat(['PENDING_IN_TERM', 'PENDING_OVERDUE', 'DIGITISED_RESULTS', 'PAYABLE', 'PAID_ONLINE'])
  .map((metric) => period(metric, YEAR))
  .join(' ')

/** Procedure statistics of province 01, its first district, and the ten provinces that have them, over a made-up 2023. */
export const askedProcedures: readonly AskedQuestion[] = [
  { name: 'period, district, a round', query: ofUnit('001', period('ONLINE_RATE', ROUND)) },
  { name: 'period, district, a year of half months', query: ofUnit('001', period('ONLINE_RATE', YEAR)) },
  { name: 'period, province with all within, a year', query: ofUnit('01', period('ONLINE_RATE', YEAR)) },
  { name: 'period, eleven metrics of a district, a year', query: ofUnit('001', eleven) },
  { name: 'period, province, a service over 52 weeks', query: ofUnit('01', period('ONLINE_RATE', 'from: "2023-01-02", to: "2023-12-31"', OF_SERVICE)) },
  { name: 'procedures by round, province', query: ofUnit('01', trend('ROUND')) },
  { name: 'procedures by round, district, moving average', query: ofUnit('001', trend('ROUND', ', movingAverage: 30')) },
  { name: 'procedures by month, province', query: ofUnit('01', trend('MONTH')) },
  { name: 'procedures by week, province, a service', query: ofUnit('01', trend('WEEK', OF_SERVICE)) },
  {
    name: 'procedures compared, communes since',
    query: ofUnit('01', `comparison(metric: RECEIVED_ONLINE, level: COMMUNE, from: "2023-09-01", to: "2023-09-30", since: "2023-08-01") { ${ROWS} }`),
  },
  { name: 'procedures compared, agencies', query: ofUnit('01', `comparison(metric: ON_TIME_RATE, level: AGENCY, ${YEAR}) { ${ROWS} }`) },
  {
    name: 'procedures by type',
    query: ofUnit('01', `byType(metric: ONLINE_RATE, ${ROUND}, level: COMMUNE) { rows { unitType value numerator denominator coverage { reporting expected } } }`),
  },
  { name: 'procedures at a glance', query: ofUnit('01', `snapshot(${ROUND}) { rows { metric { code } value numerator denominator source coverage { reporting expected } } }`) },
  { name: 'life of dossiers, a year', query: ofUnit('01', `dossierFunnel(${YEAR}) { stages { stage value ofPrevious ofFirst } }`) },
  { name: 'nested, every unit of a province with a period', query: every('COMMUNE', 200, ', parent: "01"', period('ONLINE_RATE', ROUND)) },
  { name: 'nested, every district by week, a service', query: every('DISTRICT', 50, ', parent: "01"', trend('WEEK', OF_SERVICE)) },
  { name: 'ten provinces: period of each, a year', query: every('PROVINCE', 10, '', period('ONLINE_RATE', YEAR)), whole: true },
  { name: 'ten provinces: procedures of each by round', query: every('PROVINCE', 10, '', trend('ROUND')), whole: true },
  { name: 'ten provinces: procedures of each by week, a service', query: every('PROVINCE', 10, '', trend('WEEK', OF_SERVICE)), whole: true },
]
