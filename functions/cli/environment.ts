/** The one place where the environment is read. */
export interface Environment {
  readonly lake: string | undefined
  readonly engine: string | undefined
  /** Where a lake in S3 is, and how much of it may be kept on this machine. Credentials are the SDK's own business. */
  readonly s3: { readonly endpoint: string | undefined; readonly region: string | undefined; readonly pathStyle: boolean | undefined; readonly cacheMegabytes: string | undefined }
  readonly debug: boolean
  readonly noColor: boolean
}

export const environment = (env: NodeJS.ProcessEnv = process.env): Environment => ({
  lake: env.DA06_LAKE || undefined,
  engine: env.DA06_ENGINE || undefined,
  s3: {
    endpoint: env.DA06_S3_ENDPOINT || undefined,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    pathStyle: env.DA06_S3_PATH_STYLE ? env.DA06_S3_PATH_STYLE !== '0' : undefined,
    cacheMegabytes: env.DA06_CACHE_MB || undefined,
  },
  debug: Boolean(env.DA06_DEBUG),
  noColor: Boolean(env.NO_COLOR) || env.TERM === 'dumb',
})
