import { expect, test } from 'vitest'
import { printedSchema } from '../../schema/api/schema.ts'
import { paths, textOf } from './sources.ts'

const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>
const texts = paths.filter((path) => /\.(ts|mjs|js|json|sql|md|graphql|yml|yaml|csv)$|^[^.]+$|^\.[\w/]+$/.test(path))

test('every dependency is pinned to one version', () => {
  const all = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) => Object.entries(manifest[kind] ?? {}))
  expect(all.length).toBeGreaterThan(10)
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('the lock file says no address of a registry', () => {
  expect(textOf('package-lock.json')).not.toContain('"resolved"')
})

test('no file names the host of a registry', () => {
  // Written in parts, so that this file is none of them.
  const hosts = new RegExp(['registry\\.[a-z]', '[a-z]\\.npm(js|mirror)', 'artifact' + 'ory', 'ver' + 'daccio', 'pypi\\.org', 'jsr\\.io'].join('|'), 'i')
  expect(texts.filter((path) => path !== 'test/house/packages.test.ts' && hosts.test(textOf(path)))).toEqual([])
})

test('the project tells of itself, not of how it was made', () => {
  const words = [
    'cla' + 'ude',
    'chat' + 'gpt',
    'co' + 'pilot',
    'anth' + 'ropic',
    'open' + 'ai',
    'ai assist' + 'ant',
    'language mo' + 'del',
    'issues sh' + 'ow',
    '/work/' + '(main|shared)',
  ]
  const told = new RegExp(words.join('|'), 'i')
  expect(texts.filter((path) => told.test(textOf(path)))).toEqual([])
})

test('schema.graphql is the schema as printed: npm run schema', () => {
  expect(textOf('schema.graphql')).toBe(printedSchema())
})
