import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { graphqlApi } from '../../functions/api/graphql-api.ts'
import { importUnits } from '../../functions/land/import-units.ts'
import { land } from '../../functions/land/land.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Receipt } from '../../schema/receipts.ts'

const demo = new URL('../../functions/demo/', import.meta.url)

/** A lake that holds bundled files of one folder, and the API that answers from it. */
export interface LandedDemo<Data> {
  readonly receipts: readonly Receipt[]
  /** Asks what must be answered without an error; the number of statements is told with it. */
  ask(query: string): Promise<{ data: Data; extensions?: { statements?: number } }>
  remove(): void
}

export async function landedDemo<Data>(files: 'exports' | 'procedures', { province, today }: { province: string | null; today: string }): Promise<LandedDemo<Data>> {
  const folder = mkdtempSync(join(tmpdir(), 'da06-front-door-'))
  const storage = folderStorage(folder)
  for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await importUnits(storage, readFileSync(new URL(name, demo)), '2023-01-01')
  const names = readdirSync(new URL(`${files}/`, demo)).reverse()
  const arrivals = names.map((file) => ({ file, receivedAt: Date.now(), bytes: async () => readFileSync(new URL(`${files}/${file}`, demo)) }))
  const receipts = await land(storage, arrivals, { said: { province, date: null } })
  const engine = duckdbEngine(storage, { hold: true })
  const api = graphqlApi({ engine, today: () => today, codeVersion: 'test' })
  return {
    receipts,
    async ask(query) {
      const headers = { 'content-type': 'application/json', 'x-da06-statements': '1' }
      const answer = await api.fetch('http://localhost/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })
      const body = await answer.json()
      expect(body.errors).toBeUndefined()
      return body
    },
    remove() {
      engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
