import { mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** Suites that need more than Node: a real Trino, an S3 server. `npm run test:engines` */
const engines = mergeConfig(base, { test: { reporters: ['verbose'], testTimeout: 1_800_000, hookTimeout: 600_000, fileParallelism: false } })
engines.test.include = ['test/engines/**/*.test.ts']
engines.test.exclude = []
export default engines
