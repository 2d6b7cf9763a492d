import type { Cell } from './engine.ts'
import { exactCount } from './exact-count.ts'

/** A value of Trino (JSON) or Athena (text) as the embedded engine would give it. */
export function remoteCell(type: string, value: unknown): Cell {
  if (value === null || value === undefined) return null
  switch (type.replace(/\(.*/, '').toLowerCase()) {
    case 'bigint':
    case 'integer':
    case 'int':
    case 'smallint':
    case 'tinyint':
      return exactCount(value as number | string)
    case 'double':
    case 'real':
    case 'float':
      return Number(value)
    case 'timestamp':
      return momentOf(String(value))
    case 'boolean':
      return String(value) === 'true' ? 1 : 0
    default:
      return String(value)
  }
}

/** `2023-08-20 10:00:00.000`, UTC, as milliseconds since 1970. */
function momentOf(text: string): number {
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`)
  if (Number.isNaN(ms)) throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is no moment`)
  return ms
}
