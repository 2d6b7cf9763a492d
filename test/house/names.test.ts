import { expect, test } from 'vitest'
import { isProduct, modules, paths, roomOf, textOf, topLevel } from './sources.ts'

const BANNED = ['util', 'utils', 'helper', 'helpers', 'common', 'commons', 'manager', 'managers', 'misc', 'data2']
/** Data that came from elsewhere keeps its name. */
const isData = (path: string): boolean => /^functions\/demo\/|^test\/.*\/cases\//.test(path)
const inRooms = paths.filter((path) => roomOf(path) !== null && !isData(path))

test('files and folders are kebab-case', () => {
  const part = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|d|sql))*(\.[a-z0-9]+)?$/
  expect(inRooms.filter((path) => !path.split('/').every((name) => part.test(name)))).toEqual([])
})

test('no file is named after nothing in particular', () => {
  expect(inRooms.filter((path) => path.split(/[/.-]/).some((word) => BANNED.includes(word)))).toEqual([])
})

test('files stay small enough to read', () => {
  const long = modules.map((path) => [path, textOf(path).split('\n').length - 1] as const).filter(([, lines]) => lines >= 300)
  expect(long.map(([path, lines]) => `${path}: ${lines}`)).toEqual([])
})

test('the top of the checkout holds what the README names, and no more', () => {
  const readme = textOf('README.md')
  const named = (name: string): boolean => readme.includes(`\`${name}\``) || readme.includes(`\`${name}/\``)
  expect(topLevel.filter((name) => !named(name))).toEqual([])
})

/** What facts.ts fills in wherever {facts} or {communes} stands; it is described there. */
const OF_FACTS = ['level', 'units', 'provinces', 'first_year', 'last_year', 'first_day', 'last_day', 'as_known_at'].map((name) => `:${name}`)

test('every .sql file says its question, its parameters and its columns', () => {
  const wrong = paths
    .filter((path) => path.startsWith('queries/') && path.endsWith('.sql'))
    .flatMap((path) => {
      const text = textOf(path)
      const head = /^(?:--.*\n)+/.exec(text)?.[0] ?? ''
      const body = text.slice(head.length)
      const used = [...new Set([...body.matchAll(/(?<!:):[a-z]\w*|\{\w+\}/g)].map(([name]) => name))]
      const said = (name: string): boolean => head.includes(name) || (head.includes('facts.ts') && OF_FACTS.includes(name))
      const marks = ['-- vi: ', '-- en: ', '-- columns: '].filter((mark) => !head.includes(mark))
      const question = /^-- [A-Z].*(\?|no question of its)/.test(head) ? [] : ['a question']
      return [...question, ...marks, ...used.filter((name) => !said(name))].map((lack) => `${path} lacks ${lack}`)
    })
  expect(wrong).toEqual([])
})

test('documents named in code are in the checkout', () => {
  const cited = modules.filter(isProduct).flatMap((path) => [...textOf(path).matchAll(/[\w/-]+\.md\b/g)].map(([document]) => [path, document] as const))
  expect(cited.filter(([, document]) => !paths.includes(document)).map((pair) => pair.join(' cites '))).toEqual([])
})
