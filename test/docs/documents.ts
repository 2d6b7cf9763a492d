import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every document of the checkout by its path. */
export const documents: readonly string[] = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
)
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** `UPDATE_DOCS=1 npx vitest run test/docs` writes into the documents what the code says. */
export const updating = process.env.UPDATE_DOCS === '1'
export const rewrite = (path: string, text: string): void => writeFileSync(join(root, path), text)

/** A fenced block: what stands after the three ticks, and the lines inside. */
export interface Fence {
  readonly path: string
  readonly kind: string
  readonly text: string
}

export const fences: readonly Fence[] = documents.flatMap((path) =>
  [...textOf(path).matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ path, kind: kind.trim(), text })),
)
