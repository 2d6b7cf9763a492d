import { activationMetrics } from './activation-metrics.ts'
import type { Metric } from './metric.ts'

/** The catalogue. */
export const metrics: readonly Metric[] = activationMetrics

const byCode = new Map(metrics.map((metric) => [metric.code, metric]))
export const metricOf = (code: string): Metric | undefined => byCode.get(code)
