import { type Finding, RefusedError } from '../../schema/receipts.ts'
import type { Arrival } from '../land/land.ts'
import { type Export, readExport } from '../land/read-export.ts'
import { loadRegister } from '../land/register.ts'
import type { Said } from '../land/said.ts'
import { columnLetter } from '../land/sheet.ts'
import { openWorkspace } from '../land/workspace.ts'
import { openStorage } from './open-lake.ts'
import { formatted, write } from './print-rows.ts'
import { findingInWords } from './receipt-report.ts'
import type { Format } from './usage.ts'

const columns = ['file', 'sheet', 'layout', 'province', 'day', 'stated_at', 'header_row', 'column', 'heading', 'field'].map((name) => ({ name }))

/** How each column, the day, the province and every doubtful unit of files are understood; nothing is landed. Gives whether all could be. */
export async function explainFiles(lake: string, arrivals: readonly Arrival[], said: Said, format: Format): Promise<boolean> {
  const work = await openWorkspace(openStorage(lake))
  try {
    const register = await loadRegister(work)
    const rows: object[] = []
    let all = true
    for (const { file, bytes } of arrivals) {
      const read = await readExport((await bytes()) ?? Buffer.alloc(0), said, register).catch(refusal)
      if ('code' in read) all = false
      else rows.push(...rowsOf(file, read))
      for (const finding of 'code' in read ? [read] : read.findings) process.stderr.write(findingInWords(file, finding))
      if (!('code' in read)) process.stderr.write(`${file}: ${read.rowCount} dòng sẽ nạp / rows would land, ${read.rejected} bị loại / kept out\n`)
    }
    await write(formatted(format, columns, rows))
    return all
  } finally {
    await work.close()
  }
}

function refusal(error: unknown): Finding {
  if (error instanceof RefusedError) return error.finding
  throw error
}

const rowsOf = (file: string, read: Export): object[] =>
  read.sheets.flatMap((sheet) =>
    sheet.columns.map(({ index, heading, field }) => ({
      file,
      sheet: sheet.name,
      layout: sheet.layout,
      province: read.province,
      day: sheet.day,
      stated_at: read.statedAt,
      header_row: sheet.headerRow,
      column: columnLetter(index),
      heading,
      field,
    })),
  )
