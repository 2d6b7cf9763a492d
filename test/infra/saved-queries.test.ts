import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { questions } from '../../queries/questions.ts'
import { savedQueries } from '../../queries/saved-queries.ts'

const file = new URL('../../infra/saved-queries.json', import.meta.url)

test('the saved queries are what the catalogue asks: UPDATE_DOCS=1 npx vitest run test/infra', async () => {
  const made = await savedQueries()
  if (process.env.UPDATE_DOCS) writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made)
})

test('every question of the catalogue is among them', async () => {
  const names = (await savedQueries()).map(({ name }) => name.replace(/_\d+$/, ''))
  expect(questions.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([])
})
