/** The one place where the environment is read. */
export interface Environment {
  readonly trino: { readonly url: string | undefined; readonly catalog: string; readonly schema: string; readonly user: string; readonly password: string | undefined }
  readonly athena: { readonly workgroup: string | undefined; readonly database: string; readonly usdPerTb: number | undefined }
  /** Above so many megabytes `auto` asks the engine elsewhere. */
  readonly autoMegabytes: number
  readonly lake: string | undefined
  readonly engine: string | undefined
  /** Where a lake in S3 is, and how much of it may be kept on this machine. Credentials are the SDK's own business. */
  readonly s3: { readonly endpoint: string | undefined; readonly region: string | undefined; readonly pathStyle: boolean | undefined; readonly cacheMegabytes: string | undefined }
  /** An OIDC issuer and the audience its tokens must be for: then `serve` answers nobody without one. */
  readonly issuer: string | undefined
  readonly audience: string | undefined
  readonly debug: boolean
  readonly noColor: boolean
}

const numberOf = (text: string | undefined): number | undefined => (text && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined)

export const environment = (env: NodeJS.ProcessEnv = process.env): Environment => ({
  trino: {
    url: env.DA06_TRINO_URL || undefined,
    catalog: env.DA06_TRINO_CATALOG || 'hive',
    schema: env.DA06_TRINO_SCHEMA || 'de_an_06',
    user: env.DA06_TRINO_USER || 'da06',
    password: env.DA06_TRINO_PASSWORD || undefined,
  },
  athena: {
    workgroup: env.DA06_ATHENA_WORKGROUP || undefined,
    database: env.DA06_ATHENA_DATABASE || 'de_an_06',
    usdPerTb: numberOf(env.DA06_ATHENA_USD_PER_TB),
  },
  autoMegabytes: numberOf(env.DA06_AUTO_MEGABYTES) ?? 512,
  lake: env.DA06_LAKE || undefined,
  engine: env.DA06_ENGINE || undefined,
  s3: {
    endpoint: env.DA06_S3_ENDPOINT || undefined,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    pathStyle: env.DA06_S3_PATH_STYLE ? env.DA06_S3_PATH_STYLE !== '0' : undefined,
    cacheMegabytes: env.DA06_CACHE_MB || undefined,
  },
  issuer: env.DA06_ISSUER || undefined,
  audience: env.DA06_AUDIENCE || undefined,
  debug: Boolean(env.DA06_DEBUG),
  noColor: Boolean(env.NO_COLOR) || env.TERM === 'dumb',
})
