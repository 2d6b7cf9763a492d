import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'da06-test-cdk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A folder for what CDK writes of one app; it goes when the tests that asked for it have run. */
export const cdkFolder = (): string => mkdtempSync(join(folder, 'out-'))
