import { printedSchema } from '../../schema/api/schema.ts'
import { write } from './print-rows.ts'
import { parseCommand } from './usage.ts'

export async function schemaCommand(words: readonly string[]): Promise<number> {
  parseCommand(words, [])
  await write(printedSchema())
  return 0
}
