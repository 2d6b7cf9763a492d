import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Node } from 'constructs'

/** Codes that a province has or had: those of 1 July 2025 are among those from before. */
const NATION = [
  ...['01', '02', '04', '06', '08', '10', '11', '12', '14', '15', '17', '19', '20', '22', '24', '25', '26', '27', '30', '31', '33', '34', '35', '36', '37', '38', '40', '42', '44'],
  ...['45', '46', '48', '49', '51', '52', '54', '56', '58', '60', '62', '64', '66', '67', '68', '70', '72', '74', '75', '77', '79', '80', '82', '83', '84', '86', '87', '89', '91'],
  ...['92', '93', '94', '95', '96'],
]

/** What CloudWatch takes as the retention of a log; for ever is not among them. */
const LOG_DAYS = Object.values(RetentionDays).filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)

const ENGINES = ['duckdb', 'athena', 'auto'] as const

/** What a deployment may choose, by `-c name=value` or in cdk.json; the table in docs/aws.md says what each means. */
export interface Settings {
  /** Part of every name: two stages in one account share nothing. */
  readonly stage: string
  readonly provinces: readonly string[]
  readonly region: string | undefined
  readonly account: string | undefined
  readonly engine: (typeof ENGINES)[number]
  /** Another OIDC issuer than the stack's own Cognito, and the audience its tokens are for. */
  readonly issuer: string | undefined
  readonly audience: readonly string[]
  /** Scopes that a token must carry, on top of being valid. */
  readonly scopes: readonly string[]
  readonly corsOrigins: readonly string[]
  readonly callbackUrls: readonly string[]
  readonly domain: string | undefined
  readonly certificateArn: string | undefined
  readonly cdn: boolean
  /** For the CDN's own domain: CloudFront takes certificates of us-east-1 alone. */
  readonly cdnCertificateArn: string | undefined
  readonly cdnCountries: readonly string[]
  /** So long the CDN gives an answer again to the token that has got it, without asking the API. */
  readonly cdnSeconds: number
  readonly publicHealth: boolean
  readonly alarmEmail: string | undefined
  readonly budgetUsd: number
  /** A question to Athena ends when it has read so much. */
  readonly scanCutoffMb: number
  readonly logDays: number
  /** Hour of Viet Nam by which every province should have handed something in. */
  readonly landedByHour: number
}

/** A setting that can't be; told before anything is synthesized. */
export class SettingError extends Error {
  override name = 'SettingError'
}

const words = (text: unknown): string[] => (Array.isArray(text) ? text.map(String) : String(text ?? '').split(/[\s,]+/)).filter((word) => word !== '')

function wrong(name: string, given: unknown, expected: string): never {
  throw new SettingError(`-c ${name}=${String(given)}: cần / expected ${expected}`)
}

export function settingsOf(node: Node): Settings {
  const given = (name: string): unknown => node.tryGetContext(name) as unknown
  const text = (name: string): string | undefined => (given(name) === undefined || given(name) === '' ? undefined : String(given(name)))
  const flag = (name: string): boolean => (['true', 'false', undefined].includes(text(name)) ? text(name) === 'true' : wrong(name, given(name), 'true | false'))
  const whole = (name: string, fallback: number, least: number, most: number): number => {
    const value = text(name) === undefined ? fallback : Number(text(name))
    return Number.isInteger(value) && value >= least && value <= most ? value : wrong(name, given(name), `a whole number, ${least} to ${most}`)
  }
  return checked({
    stage: text('stage') ?? wrong('stage', '', 'a name, e.g. thu-nghiem'),
    provinces: words(given('provinces')).join() === 'nation' ? NATION : words(given('provinces')),
    region: text('region'),
    account: text('account'),
    engine: (text('engine') ?? 'duckdb') as Settings['engine'],
    issuer: text('issuer'),
    audience: words(given('audience')),
    scopes: words(given('scopes')),
    corsOrigins: words(given('corsOrigins')),
    callbackUrls: words(given('callbackUrls')),
    domain: text('domain'),
    certificateArn: text('certificateArn'),
    cdn: flag('cdn'),
    cdnCertificateArn: text('cdnCertificateArn'),
    cdnCountries: given('cdnCountries') === undefined ? ['VN'] : words(given('cdnCountries')),
    cdnSeconds: whole('cdnSeconds', 30, 0, 60),
    publicHealth: flag('publicHealth'),
    alarmEmail: text('alarmEmail'),
    budgetUsd: whole('budgetUsd', 20, 1, 1_000_000),
    scanCutoffMb: whole('scanCutoffMb', 1_000, 10, 1_000_000),
    logDays: whole('logDays', 90, 1, 3_653),
    landedByHour: whole('landedByHour', 18, 0, 23),
  })
}

function checked(settings: Settings): Settings {
  const { stage, provinces, engine, issuer, audience, scopes, alarmEmail, logDays, corsOrigins, callbackUrls, domain, certificateArn, cdn, cdnCertificateArn } = settings
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) wrong('stage', stage, 'small letters, digits and -, at most 20')
  if (provinces.length === 0 || provinces.some((code) => !NATION.includes(code))) wrong('provinces', provinces, 'codes of provinces, e.g. 82 or 79,82, or nation')
  if (!ENGINES.includes(engine)) wrong('engine', engine, ENGINES.join(' | '))
  if (issuer !== undefined && !/^https:\/\/[^\s?#]+$/.test(issuer)) wrong('issuer', issuer, 'an https:// address')
  if ((issuer === undefined) !== (audience.length === 0)) wrong('audience', audience, 'issuer and audience together, or neither (then Cognito)')
  // Cognito's client gives openid and email alone: with another scope asked for, nobody would get in.
  if (scopes.length > 0 && issuer === undefined) wrong('scopes', scopes, 'scopes with an issuer of your own: tokens of the Cognito of this stack have none of them')
  if (alarmEmail !== undefined && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(alarmEmail)) wrong('alarmEmail', alarmEmail, 'an email address')
  if (!LOG_DAYS.includes(logDays)) wrong('logDays', logDays, LOG_DAYS.join(' | '))
  const loose = [...corsOrigins, ...callbackUrls].find((url) => !/^(https:\/\/[^*\s]+|http:\/\/localhost(:\d+)?(\/\S*)?)$/.test(url))
  if (loose !== undefined) wrong('corsOrigins, callbackUrls', loose, 'https:// addresses (or http://localhost), no *')
  if ((domain === undefined) !== ((cdn ? cdnCertificateArn : certificateArn) === undefined))
    wrong('domain', domain, cdn ? 'domain and cdnCertificateArn (us-east-1) together' : 'domain and certificateArn together')
  if (cdnCertificateArn !== undefined && !cdnCertificateArn.includes(':us-east-1:')) wrong('cdnCertificateArn', cdnCertificateArn, 'a certificate of us-east-1')
  return settings
}
