import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { exampleTabs } from '../../functions/api/example-operations.ts'
import { commandHelps, generalHelp } from '../../functions/cli/help.ts'
import { questions } from '../../queries/questions.ts'
import { schema } from '../../schema/api/schema.ts'
import { findingSeverity } from '../../schema/receipts.ts'
import { documents, fences, rewrite, root, textOf, updating } from './documents.ts'
import { blocks } from './tables.ts'

const BLOCK = /(<!-- code: ([\w ]+) -->\n)(?:(?!<!--)[\s\S])*(<!-- end -->)/g
const mirrored = (text: string): string => text.replace(BLOCK, (_, open: string, name: string, close: string) => `${open}${blocks[name]?.() ?? `NO BLOCK ${name}`}\n${close}`)

/** The formatter sets columns below each other; that changes nothing of what a table says. */
const unpadded = (text: string): string => text.replace(/^\|.*\|$/gm, (row) => row.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-{3,}/g, '---'))

test.each(documents)('tables of %s are what the code says (UPDATE_DOCS=1 writes them)', (path) => {
  const text = textOf(path)
  const fresh = mirrored(text)
  if (updating && unpadded(fresh) !== unpadded(text)) rewrite(path, fresh)
  expect(unpadded(updating ? textOf(path) : text)).toBe(unpadded(fresh))
})

test('every table of the code stands in a document', () => {
  const told = documents.flatMap((path) => [...textOf(path).matchAll(BLOCK)].map(([, , name]) => name))
  expect(Object.keys(blocks).filter((name) => !told.includes(name))).toEqual([])
  expect(told.filter((name) => !Object.hasOwn(blocks, name as string))).toEqual([])
})

test('every finding is described with its severity, in the order of the code', () => {
  const rows = [...textOf('docs/findings.md').matchAll(/^\| `(\w+)` +\| (\w+) +\|(.+)\|$/gm)]
  expect(rows.map(([, code, severity]) => [code, severity])).toEqual(Object.entries(findingSeverity))
  for (const [row, , , rest] of rows)
    expect(
      rest?.split('|').filter((cell) => cell.includes(' — ')),
      row,
    ).toHaveLength(2)
})

test('every check across exports is described', () => {
  const type = schema.getType('CheckCode') as unknown as { getValues(): { value: string }[] }
  for (const { value } of type.getValues()) expect(textOf('docs/findings.md')).toContain(`\`${value}\``)
})

test('every command, option and variable is described in the README', () => {
  const readme = textOf('README.md')
  for (const [name, { options = [] }] of Object.entries(commandHelps)) {
    expect(readme, name).toContain(`\`da06 ${name}`)
    for (const [option] of options) expect(readme, `${name} ${option}`).toContain(option.split(' ')[0] as string)
  }
  for (const [option] of generalHelp().matchAll(/--[a-z]+/g)) expect(readme, option).toContain(option)
  const variables = [...readFileSync(join(root, 'functions/cli/environment.ts'), 'utf8').matchAll(/\benv\.([A-Z0-9_]+)/g)].map(([, name]) => name as string)
  expect(variables.length).toBeGreaterThan(2)
  for (const name of variables.filter((one) => one !== 'TERM')) expect(readme, name).toContain(`\`${name}\``)
})

test('the README has the two commands, an exit status each, and every question', () => {
  const readme = textOf('README.md')
  expect(readme).toMatch(/^npm ci && npx da06 demo$/m)
  expect(readme).toMatch(/^npm ci && npm test$/m)
  for (const status of [0, 1, 2, 3]) expect(readme).toMatch(new RegExp(`^\\| \`${status}\` +\\|`, 'm'))
  for (const { name } of questions) expect(readme, name).toContain(`\`${name}\``)
})

const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

test.each(documents)('links of %s lead somewhere', (path) => {
  const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to as string).filter((to) => !/^https?:/.test(to))
  const broken = links.filter((to) => {
    const [file, heading] = to.split('#')
    const target = file ? join(dirname(path), file) : path
    if (!existsSync(join(root, target))) return true
    return heading !== undefined && ![...textOf(target).matchAll(/^#+ (.+)$/gm)].some(([, text]) => anchor(text as string) === heading)
  })
  expect(broken).toEqual([])
})

test('files that documents name are there', () => {
  const named = documents.flatMap((path) => [...textOf(path).matchAll(/`((?:schema|queries|functions|test)\/[\w./-]+\.\w+)`/g)].map(([, file]) => file as string))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('operations of the documents and of GraphiQL are valid', () => {
  const operations = [...fences.filter(({ kind }) => kind === 'graphql').map(({ text }) => text), ...exampleTabs.map(({ query }) => query)]
  expect(operations.length).toBeGreaterThan(5)
  for (const text of operations)
    expect(
      validate(schema, parse(text)).map(({ message }) => message),
      text,
    ).toEqual([])
})
