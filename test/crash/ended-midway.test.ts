import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends a process in the way given while DuckDB reads rows of its memory. */
const ended = (how: string): Promise<{ code: number | null; signal: string | null }> =>
  new Promise((done) => {
    const script = `
      const { openDatabase } = await import('${root}queries/duckdb.ts')
      const session = await (await openDatabase()).session()
      session.provide('numbers', [{ name: 'n', type: 'INTEGER' }], [{ count: 1e9, fill: (_, from, into) => void into.fill(from) }])
      session.run('select max(n) from numbers(0)').catch(() => undefined)
      setTimeout(() => { ${how} }, 500)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: root, stdio: 'ignore', timeout: 30_000, killSignal: 'SIGTERM' })
    child.on('exit', (code, signal) => done({ code, signal }))
  })

test.each(['process.exit(0)', "throw new Error('made up')"])('a process that ends by %s while a statement reads its rows ends at once', async (how) => {
  expect(await ended(how)).toEqual({ code: null, signal: 'SIGKILL' })
})
