import { parseS3Address, type S3Settings } from '../storage/s3-settings.ts'

/** A function that was not told what it needs does not start; the message names the variable. */
export class FunctionSettingError extends Error {
  override name = 'FunctionSettingError'
}

/** The one place where the functions on AWS read their environment; infra/ sets it. */
export interface FunctionSettings {
  readonly lake: S3Settings
  readonly provinces: readonly string[]
  readonly memoryMb: number
  /** Told apart from nothing asked: a landing function has no issuer, an API no inbox. */
  need(name: NeededName): string
  list(name: NeededName): readonly string[]
  flag(name: 'DA06_PUBLIC_HEALTH'): boolean
  /** So long a CDN in front may give an answer again; 0 where there is none. */
  readonly cdnSeconds: number
}

type NeededName = 'DA06_INBOX' | 'DA06_ENGINE' | 'DA06_ISSUER' | 'DA06_AUDIENCE' | 'DA06_SCOPES' | 'DA06_ATHENA_WORKGROUP' | 'DA06_ATHENA_DATABASE'

export function functionSettings(env: NodeJS.ProcessEnv = process.env): FunctionSettings {
  const need = (name: string): string => {
    const value = env[name]
    if (value === undefined || value === '') throw new FunctionSettingError(`${name}: thiếu biến môi trường / environment variable is missing`)
    return value
  }
  const place = parseS3Address(need('DA06_LAKE'))
  if (!place) throw new FunctionSettingError('DA06_LAKE: cần s3://bucket/prefix / expected s3://bucket/prefix')
  const server = { endpoint: env.DA06_S3_ENDPOINT || undefined, region: env.AWS_REGION || undefined }
  return {
    lake: { ...place, ...server },
    provinces: words(need('DA06_PROVINCES')),
    memoryMb: Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 1769),
    cdnSeconds: Number(env.DA06_CDN_SECONDS || 0),
    need,
    list: (name) => words(env[name] ?? ''),
    flag: (name) => env[name] === 'true',
  }
}

/** The trace that an invocation is part of, and where parts of it are told. */
export interface Underway {
  readonly root: string
  readonly parent: string
  readonly daemon: { readonly host: string; readonly port: number }
}

/** Lambda says it anew for each invocation; null where this one is not traced. */
export function traceUnderway(env: NodeJS.ProcessEnv = process.env): Underway | null {
  const { Root: root, Parent: parent, Sampled } = Object.fromEntries((env._X_AMZN_TRACE_ID ?? '').split(';').map((pair) => pair.split('='))) as Record<string, string>
  const [, host, port] = /^(.+):(\d+)$/.exec(env.AWS_XRAY_DAEMON_ADDRESS ?? '') ?? []
  return Sampled === '1' && root && parent && host && port ? { root, parent, daemon: { host, port: Number(port) } } : null
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')
