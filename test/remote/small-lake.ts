import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { folderStorage } from '../../functions/storage/folder.ts'
import type { Statement } from '../../queries/engine.ts'
import { tableKey } from '../../schema/lake.ts'

/** A lake of one object, whose bytes an engine elsewhere would read. */
export function smallLake() {
  const folder = mkdtempSync(join(tmpdir(), 'remote-'))
  const put = (key: string, text: string): void => {
    mkdirSync(dirname(join(folder, key)), { recursive: true })
    writeFileSync(join(folder, key), text)
  }
  let times = 0
  return {
    storage: folderStorage(folder),
    put,
    /** As a landing would: the object is another one from now on. */
    replace: () => put(tableKey('activation', '82', 2023), `object ${'x'.repeat(++times)}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const statement: Statement = {
  sql: 'with facts as (select unit_code, activated from activation where unit_code = ? and year = cast(? as bigint)) select * from facts order by 1',
  parameters: [
    { type: 'text', value: "a'b? -- " },
    { type: 'bigint', value: 2023 },
  ],
  scopes: [{ table: 'activation', provinces: ['82'], years: [2023, 2023] }],
}
