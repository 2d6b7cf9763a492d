import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandHelps } from '../../functions/cli/help.ts'
import { questions } from '../../queries/questions.ts'
import { type Demo, startDemo } from './demo.ts'
import { type Fence, fences, rewrite, textOf, updating } from './documents.ts'

let demo: Demo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo?.close())

const isCommand = (line: string): boolean => /^(npx )?da06 /.test(line)
const written = fences.filter(({ kind }) => kind === 'sh').flatMap(({ text }) => text.split('\n').map((line) => line.replace(/\s+#.*$/, '')))
const lines = [...new Set([...written, ...Object.values(commandHelps).flatMap(({ examples }) => [...examples])].filter(isCommand))]
/** These run until they are stopped. */
const serving = (line: string): boolean => /da06 (demo|serve)/.test(line)

/** Some read sixty workbooks again, several at a time. */
const PATIENCE = { timeout: 180_000 }

describe.concurrent('examples run', PATIENCE, () => {
  test.each(lines.filter((line) => !serving(line)))('%s', async (line) => {
    const { status, err } = await demo.run(line)
    expect([0, 3], err).toContain(status)
  })
})

test('examples that serve are understood', () => {
  const known = lines.filter(serving)
  expect(known.length).toBeGreaterThan(0)
  for (const line of known) expect(line).toMatch(/^(npx )?da06 (demo|serve)( --port \d+| --lake [\w./-]+)*$/)
})

test('every question has an example that runs', () => {
  for (const { name } of questions)
    expect(
      lines.some((line) => line.includes(`da06 query ${name}`)),
      name,
    ).toBe(true)
})

/** A line "…" stands for any lines. */
const likeness = (text: string): RegExp =>
  new RegExp(
    `^${text
      .trimEnd()
      .split(/^…$/m)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}\\s*$`,
  )

describe.concurrent('what a command is shown to print, it prints', PATIENCE, () => {
  const shown = fences.filter(({ kind }) => kind === 'console')
  test.each(
    shown.flatMap(({ path, text }) =>
      text
        .split(/^\$ /m)
        .slice(1)
        .map((one) => [path, ...one.split(/\n([\s\S]*)/)] as const),
    ),
  )('%s: %s', async (path, line, output = '') => {
    const { out } = await demo.run(line as string)
    if (updating && !likeness(output).test(out))
      rewrite(
        path,
        textOf(path).replace(`$ ${line}\n${output}`, () => `$ ${line}\n${out}`),
      )
    else expect(out.trimEnd()).toMatch(likeness(output))
  })
})

test('the excerpt of the demo is what it tells', () => {
  const excerpts = fences.filter(({ kind }) => kind === 'text demo')
  expect(excerpts.length).toBeGreaterThan(0)
  for (const { text } of excerpts) for (const line of text.split('\n')) if (line !== '…') expect(demo.told).toContain(line)
})

/** A graphql block with a json block right below is an operation and its answer from the demo's lake. */
const answered = (text: string): (readonly [string, string])[] =>
  [...text.matchAll(/^```graphql\n((?:(?!```)[\s\S])*)^```\n\n```json\n((?:(?!```)[\s\S])*)^```$/gm)].map(([, operation = '', answer = '']) => [operation, answer])
const pairs = [...new Set(fences.map(({ path }: Fence) => path))].flatMap((path) => answered(textOf(path)).map(([operation, answer]) => [path, operation, answer] as const))

test.each(pairs)('%s: an operation and its answer: %s', async (path, operation, answer) => {
  const response = await fetch(demo.url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-da06-statements': '1' }, body: JSON.stringify({ query: operation }) })
  const given: unknown = await response.json()
  if (updating && JSON.stringify(JSON.parse(answer)) !== JSON.stringify(given))
    rewrite(
      path,
      textOf(path).replace(`${operation}\`\`\`\n\n\`\`\`json\n${answer}`, () => `${operation}\`\`\`\n\n\`\`\`json\n${JSON.stringify(given, null, 2)}\n`),
    )
  else expect(JSON.parse(answer)).toEqual(given)
})
