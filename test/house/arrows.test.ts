import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Import, imports, isProduct, modules, type Room, roomOf, root, textOf } from './sources.ts'

/** Which rooms a room may import; test and bench may import all. */
const arrows: Readonly<Record<Exclude<Room, 'test' | 'bench'>, readonly Room[]>> = {
  schema: ['schema'],
  queries: ['schema', 'queries'],
  'schema/api': ['schema', 'schema/api', 'queries'],
  functions: ['schema', 'schema/api', 'queries', 'functions'],
  infra: ['schema', 'infra'],
}

const shown = ({ from, name }: Import): string => `${from} → ${name}`

test('imports are found', () => {
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.filter(({ typeOnly }) => typeOnly).length).toBeGreaterThan(20)
  expect(imports).toContainEqual({ from: 'functions/cli/da06.ts', name: './land-command.ts', to: 'functions/cli/land-command.ts', typeOnly: false })
})

test('arrows between the rooms hold', () => {
  const wrong = imports.filter(({ from, to }) => {
    const room = roomOf(from)
    if (to === null || room === null || room === 'test' || room === 'bench') return false
    const other = roomOf(to)
    return other === null || !arrows[room].includes(other)
  })
  expect(wrong.map(shown)).toEqual([])
})

test('every import of the checkout names its file, ending and all', () => {
  const wrong = imports.filter(({ to }) => to !== null && !(/\.(ts|sql|json)$/.test(to) && existsSync(join(root, to))))
  expect(wrong.map(shown)).toEqual([])
})

/** One seam a dependency: only these files know it. */
const seams: readonly (readonly [RegExp, RegExp])[] = [
  [/^@duckdb\//, /^queries\/duckdb\.ts$/],
  [/^hucre(\/|$)/, /^functions\/land\/(open-[\w-]+|import-units)\.ts$/],
  [/^graphql-yoga$/, /^functions\/api\//],
  [/^@pothos\//, /^schema\/api\//],
  [/^jose$/, /^functions\/api\/token-check\.ts$/],
  [/^@aws-lambda-powertools\//, /^functions\/aws\/telling\.ts$/],
  [/^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/, /^infra\//],
  [/^graphql$/, /^(schema|functions)\/api\//],
  [/^(@aws-sdk\/|aws-lambda$)/, /^functions\/(aws|storage)\/|^functions\/land\/land-inbox|^queries\/athena/],
]

test('a package is imported behind its own seam alone', () => {
  const wrong = imports.filter(({ from, name }) => isProduct(from) && seams.some(([pack, seam]) => pack.test(name) && !seam.test(from)))
  expect(wrong.map(shown)).toEqual([])
})

test('the environment is read in one file: of the command, and of the functions on AWS', () => {
  const readers = modules.filter((path) => isProduct(path) && /\bprocess\.env\b|\bprocess\['env'\]/.test(textOf(path)))
  expect(readers).toEqual(['functions/aws/function-settings.ts', 'functions/cli/environment.ts'])
})

test('no barrels: a file does more than hand on what others define', () => {
  const barrels = modules.filter((path) => {
    const code = textOf(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    return /\bexport\b[^'"]*\sfrom\s/.test(code) && code.replace(/(?:import|export)\s[^'"]*['"][^'"]+['"];?/g, '').trim() === ''
  })
  expect(barrels).toEqual([])
})

/** The first way back to where it began, from each file, type-only imports aside. */
function cycles(): string[] {
  const next = new Map(modules.map((path) => [path, imports.filter(({ from, to, typeOnly }) => from === path && to !== null && !typeOnly).map(({ to }) => to as string)]))
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) found.add([...way.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of modules) visit(path, [])
  return [...found]
}

test('no import loops', () => {
  expect(cycles()).toEqual([])
})
