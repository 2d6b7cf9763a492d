import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryCommand } from '../../functions/cli/query-command.ts'
import { parseCommand } from '../../functions/cli/usage.ts'
import { questionNamed } from '../../queries/questions.ts'
import { lakeOf, smallRegister, type TestLake } from '../questions/lake.ts'

describe('a name that is mistyped is told the nearest one', () => {
  let lake: TestLake
  beforeAll(async () => {
    lake = await lakeOf({}, { units: smallRegister.map((unit) => (unit.code === '815' ? { ...unit, name: 'Mỹ Tho', fullName: 'Thành phố Mỹ Tho' } : unit)) })
  })
  afterAll(() => lake.close())
  const trend = { unit: '82', metric: 'activated', from: '2023-09-01', to: '2023-09-02' }

  it.each([
    ['trendd', '"trend"'],
    ['Snapshots', '"snapshot"'],
    ['disciplin', '"discipline"'],
    ['by-type', '"by_type"'],
  ])('question %s', async (name, nearest) => {
    const told = await queryCommand([name]).catch((error: Error) => error.message)
    expect(told).toContain(`có phải / did you mean ${nearest}?`)
    expect(told).not.toContain('\n')
  })

  it('a question like none: all of them are told', async () => {
    await expect(queryCommand(['population'])).rejects.toThrow(/^"population"[^?]*\n {2}trend [^?]*$/)
  })

  it.each([
    ['trend', { ...trend, grian: 'week' }, '"grain"'],
    ['trend', { ...trend, grain: 'weekly' }, '"week"'],
    ['comparison', { unit: '82', metric: 'activated', on: '2023-09-01', level: 'comune' }, '"commune"'],
    ['comparison', { unit: '82', metric: 'activated', on: '2023-09-01', level: 'commune', types: 'phuong' }, '"phường"'],
    ['discipline', { unit: '82', from: '2023-09-01', to: '2023-09-02', duty: 'monthly-dossier' }, '"monthly-dossiers"'],
    ['trend', { ...trend, unit: 'my tho' }, '815 (Thành phố Mỹ Tho)'],
  ])('key or value of %s: %o', async (name, keys, nearest) => {
    await expect(questionNamed(name)?.run(lake.asking, keys as Record<string, string>)).rejects.toThrow(`có phải / did you mean ${nearest}?`)
  })

  it('metric: the three nearest', async () => {
    await expect(questionNamed('trend')?.run(lake.asking, { ...trend, metric: 'recieved' })).rejects.toThrow(/metric code such as received, /)
  })

  it('a type that is like none is no mistake: its units are not there', async () => {
    const rows = await questionNamed('comparison')?.run(lake.asking, { unit: '82', metric: 'activated', on: '2023-09-01', level: 'commune', types: 'đặc khu' })
    expect(rows).toEqual([])
  })

  it('option, its value, command', async () => {
    expect(() => parseCommand(['--fromat', 'csv'], [])).toThrow('did you mean "--format"?')
    expect(() => parseCommand(['--format', 'jsno'], [])).toThrow('did you mean "json"?')
    expect(() => parseCommand(['--format', 'parquet'], [])).not.toThrow('did you mean')
    const command = fileURLToPath(new URL('../../functions/cli/da06.ts', import.meta.url))
    const told = promisify(execFile)(process.execPath, ['--import', 'tsx', command, 'qurey'])
    await expect(told).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "query"?') })
  })
})
