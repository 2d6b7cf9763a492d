import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Row } from '../../queries/engine.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

/** A folder a case: export files, what was said with them, and the receipts and facts they must lead to. */
const cases = new URL('cases/', import.meta.url)
const json = (path: URL) => JSON.parse(readFileSync(path, 'utf8'))

describe('exports as office programs write them', () => {
  let lake: LandingLake | undefined
  afterEach(() => lake?.remove())

  it.each(readdirSync(cases))('%s', async (name) => {
    const folder = new URL(`${name}/`, cases)
    const { said, register } = json(new URL('case.json', folder))
    const expected = json(new URL('expected.json', folder))
    lake = await landingLake(...(register === 'both' ? (['2023', '2025'] as const) : register === 'agencies' ? (['2023', 'agencies'] as const) : [register]))
    const files = readdirSync(folder).filter((file) => file.startsWith('export'))
    const receipts = await lake.land(Object.fromEntries(files.map((file) => [file, readFileSync(new URL(file, folder))])), { said })
    const brief = receipts.map((receipt, i) => ({
      ...Object.fromEntries(Object.keys(expected.receipts[i]).map((key) => [key, receipt[key as keyof typeof receipt]])),
      findings: receipt.findings.map((finding, n) =>
        Object.fromEntries(Object.keys(expected.receipts[i].findings[n] ?? finding).map((key) => [key, finding[key as keyof typeof finding]])),
      ),
    }))
    expect(brief).toEqual(expected.receipts)
    for (const { message_vi, message_en } of receipts.flatMap(({ findings }) => findings)) expect(message_vi.length * message_en.length).toBeGreaterThan(100)
    for (const [table, rows] of Object.entries<Row[]>(expected.tables ?? {})) {
      const found = await lake.rows(table)
      expect(found.map((row, i) => Object.fromEntries(Object.keys(rows[i] ?? row).map((key) => [key, row[key] ?? null])))).toEqual(rows)
    }
    if (expected.facts === undefined) return
    const facts = await lake.rows('activation')
    for (const fact of expected.facts) expect(facts.find((row) => row.date === fact.date && row.unit_code === fact.unit_code)).toMatchObject(fact)
    expect(facts.map((row) => `${row.date} ${row.unit_code}`)).toEqual(expected.facts.map((fact: { date: string; unit_code: string }) => `${fact.date} ${fact.unit_code}`).sort())
  })
})
