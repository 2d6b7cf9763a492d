import { printedSchema } from '../../schema/api/schema.ts'
import { write } from './print-rows.ts'
import { parseAlone } from './usage.ts'

export async function schemaCommand(words: readonly string[]): Promise<number> {
  parseAlone('schema', words)
  await write(printedSchema())
  return 0
}
