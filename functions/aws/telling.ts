import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Context } from 'aws-lambda'
import { traced } from './trace.ts'

const units = { count: MetricUnit.Count, bytes: MetricUnit.Bytes, ms: MetricUnit.Milliseconds } as const

/** What a function tells of itself: log lines, counts, and how long its parts took. The service's name comes from POWERTOOLS_SERVICE_NAME. */
export interface Telling {
  log(entry: Readonly<Record<string, unknown>>): void
  count(name: string, value: number, unit?: keyof typeof units): void
  /** Does a piece of work under a name of its own in the trace. */
  traced<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Does one invocation's work: every line carries its ids, and what was counted is told when it ends, however it ends. */
  invocation<T>(context: Context, work: () => Promise<T>): Promise<T>
}

export function telling(): Telling {
  const logger = new Logger()
  const metrics = new Metrics()
  return {
    traced,
    log({ level, message, ...rest }) {
      const told = level === 'error' ? 'error' : level === 'warn' ? 'warn' : 'info'
      logger[told](String(message ?? ''), rest)
    },
    count: (name, value, unit = 'count') => void metrics.addMetric(name, units[unit], value),
    async invocation(context, work) {
      logger.addContext(context)
      const started = performance.now()
      try {
        return await work()
      } finally {
        metrics.addMetric('Duration', units.ms, Math.round(performance.now() - started))
        metrics.publishStoredMetrics()
      }
    },
  }
}
