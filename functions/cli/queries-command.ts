import { type SavedQuery, savedQueries } from '../../queries/saved-queries.ts'
import { write } from './print-rows.ts'
import { parseAlone, UsageError } from './usage.ts'

const asText = ({ name, description, sql }: SavedQuery): string => `-- ${name}: ${description}\n${sql};\n`

/** For Athena in the words of its named queries, which infra makes of it: `dist/athena-queries.json`. */
export async function queriesCommand(words: readonly string[]): Promise<number> {
  const { options } = parseAlone('queries', words, ['for'])
  if (options.for !== 'trino' && options.for !== 'athena') throw new UsageError('queries --for: cần / expected trino|athena')
  const saved = await savedQueries()
  if (options.for === 'trino') await write(saved.map(asText).join('\n'))
  else
    await write(
      `${JSON.stringify(
        saved.map(({ sql, ...rest }) => ({ ...rest, queryString: sql })),
        null,
        2,
      )}\n`,
    )
  return 0
}
