import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Names that .gitignore keeps out; it holds names and `*.ending` alone. */
const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
  .split('\n')
  .map((line) => line.trim().replace(/\/$/, ''))
  .filter((line) => line !== '')
const isIgnored = (name: string): boolean => name === '.git' || ignored.some((pattern) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern))

/** What stands at the top of the checkout, build products aside. */
export const topLevel = readdirSync(root)
  .filter((name) => !isIgnored(name))
  .sort()

/** Every file of the checkout by its path, build products aside. */
export const paths: readonly string[] = filesBelow('')

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !isIgnored(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(posix.join(folder, entry.name)) : [posix.join(folder, entry.name)]))
    .sort()
}

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

export type Room = 'schema' | 'schema/api' | 'queries' | 'functions' | 'infra' | 'test' | 'bench'

/** The room a file lies in; schema has two floors. Null: at the top. */
export function roomOf(path: string): Room | null {
  if (path.startsWith('schema/api/')) return 'schema/api'
  const room = path.split('/')[0] as Room
  return ['schema', 'queries', 'functions', 'infra', 'test', 'bench'].includes(room) && path.includes('/') ? room : null
}

export interface Import {
  readonly from: string
  /** As written. */
  readonly name: string
  /** Path of a file of the checkout; null for a package. */
  readonly to: string | null
  readonly typeOnly: boolean
}

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

/** The imports of a TypeScript file, re-exports and those at run time too. */
export function importsOf(path: string): Import[] {
  return [...textOf(path).matchAll(STATEMENT)].map(([, type, name = '', later]) => {
    const written = later ?? name
    const to = written.startsWith('.') ? relative('/', join('/', posix.dirname(path), written)) : null
    return { from: path, name: written, to, typeOnly: type !== undefined }
  })
}

export const modules = paths.filter((path) => path.endsWith('.ts') && roomOf(path) !== null)
export const imports: readonly Import[] = modules.flatMap(importsOf)

/** Files of the product itself: what is tested and measured, not what tests and measures. */
export const isProduct = (path: string): boolean => !['test', 'bench', null].includes(roomOf(path))
