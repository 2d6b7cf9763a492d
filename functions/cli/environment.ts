/** The one place where the environment is read. */
export interface Environment {
  readonly lake: string | undefined
  readonly engine: string | undefined
  readonly debug: boolean
  readonly noColor: boolean
}

export const environment = (env: NodeJS.ProcessEnv = process.env): Environment => ({
  lake: env.DA06_LAKE || undefined,
  engine: env.DA06_ENGINE || undefined,
  debug: Boolean(env.DA06_DEBUG),
  noColor: Boolean(env.NO_COLOR) || env.TERM === 'dumb',
})
