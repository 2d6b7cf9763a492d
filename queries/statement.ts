import { FOREVER } from '../schema/days.ts'
import { badInput } from '../schema/input-error.ts'
import { quoted } from '../schema/quoted.ts'
import type { Parameter, Scope, Statement } from './engine.ts'

const NAME = /^[a-z_][a-z_0-9]*$/

/**
 * A question's SQL with its blanks filled: `{name}` takes SQL of ours (a column of the catalogue, a fact source),
 * `:name` a value, which travels as a parameter. A list of values becomes a list of parameters.
 */
export function compose(
  template: string,
  fragments: Readonly<Record<string, string>>,
  values: Readonly<Record<string, Parameter | readonly Parameter[]>>,
  scopes: readonly Scope[],
): Statement {
  const parameters: Parameter[] = []
  const filled = fill(template, fragments)
  const sql = filled.replace(/(?<![:\w]):([a-z_]+)/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the question gives no value for :${name}`)
    const list = Array.isArray(value) ? (value as readonly Parameter[]) : [value as Parameter]
    parameters.push(...list)
    return list.map(({ type }) => (type === 'text' ? '?' : `cast(? as ${type})`)).join(', ')
  })
  return { sql, parameters, scopes }
}

/** Fragments that are files of their own come with a header too. */
const withoutHeader = (text: string): string => text.replace(/^(--.*\n)+/, '').trim()

function fill(template: string, fragments: Readonly<Record<string, string>>): string {
  return withoutHeader(template).replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const fragment = fragments[name]
    if (fragment === undefined) throw new Error(`the question gives nothing for {${name}}`)
    return fill(fragment, fragments)
  })
}

/** A column's name as SQL; only names of our own pass. */
export function identifier(name: string): string {
  if (!NAME.test(name)) throw badInput('column', name, 'a column of the catalogue')
  return name
}

/** Checked, typed literals instead of parameters: DuckDB plans them faster, Athena takes nothing else. */
export function literal({ type, value }: Parameter): string {
  if (type === 'date' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && value <= FOREVER) return `'${value}'`
  if (type === 'bigint' && Number.isSafeInteger(value)) return String(value)
  if (type === 'timestamp' && Number.isSafeInteger(value)) return `'${new Date(value as number).toISOString().replace('T', ' ').replace('Z', '')}'`
  if (type === 'text' && typeof value === 'string' && !value.includes('\0')) return quoted(value)
  throw badInput('value', value, type)
}

/** The statement with its parameters written in. No question has a `?` of its own. */
export function inlined({ sql, parameters }: Statement): string {
  let next = 0
  return sql.replace(/\?/g, () => literal(parameters[next++] as Parameter))
}
