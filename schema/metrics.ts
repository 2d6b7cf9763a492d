import { activationMetrics } from './activation-metrics.ts'
import type { Metric } from './metric.ts'
import { procedureMetrics } from './procedure-metrics.ts'

/** The catalogue. */
export const metrics: readonly Metric[] = [...activationMetrics, ...procedureMetrics]

const byCode = new Map(metrics.map((metric) => [metric.code, metric]))
export const metricOf = (code: string): Metric | undefined => byCode.get(code)
