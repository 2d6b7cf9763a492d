import { verify } from '../land/verify.ts'
import { openStorage } from './open-lake.ts'
import { formatted, write } from './print-rows.ts'
import { progressLine } from './progress.ts'
import { parseAlone } from './usage.ts'

const columns = ['state', 'object', 'message_vi', 'message_en'].map((name) => ({ name }))

export async function verifyCommand(words: readonly string[]): Promise<number> {
  const { lake, format } = parseAlone('verify', words)
  const line = progressLine()
  const verdicts = await verify(openStorage(lake), (object) => line.tell(object)).finally(line.end)
  if (verdicts.length > 0 || format !== 'table') await write(formatted(format, columns, verdicts))
  const bad = verdicts.filter(({ state }) => state === 'wrong').length
  process.stderr.write(bad > 0 ? `${bad} đối tượng sai / objects wrong\n` : 'Kho lành / the lake is whole\n')
  return bad > 0 ? 1 : 0
}
