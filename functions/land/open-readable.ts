import { isUtf8 } from 'node:buffer'
import { findHeader } from './find-header.ts'
import { legacyFonts, sheetFromLegacy } from './legacy-fonts.ts'
import { openApart } from './open-apart.ts'
import { formatOf } from './open-file.ts'
import { openText } from './open-text.ts'
import type { Sheet } from './sheet.ts'

/** A file's sheets, in Unicode: where no heading is understood, as what was typed in a font of before Unicode. */
export async function openReadable(bytes: Buffer): Promise<Sheet[]> {
  const sheets = await openApart(bytes)
  if (sheets.some((sheet) => findHeader(sheet) !== null)) return sheets
  const typed = formatOf(bytes) === 'text' && !isUtf8(bytes) ? openText(bytes, true) : sheets
  for (const font of legacyFonts) {
    const turned = typed.map((sheet) => sheetFromLegacy(sheet, font))
    if (turned.some((sheet) => findHeader(sheet) !== null)) return turned
  }
  return sheets
}
