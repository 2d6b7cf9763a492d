import { checkSheetXml, rootOf } from './check-sheet-xml.ts'
import { unzipped, type ZipPart } from './zip-directory.ts'

/** Parts that hold no cells. */
const PICTURE = /\.(png|jpe?g|gif|emf|wmf|tiff?|bin|vml|rels)$/i

/** Throws an Error where a sheet of the workbook is not what the letter of the format has. */
export function checkWorkbookParts(bytes: Buffer, parts: readonly ZipPart[]): void {
  const sheets: ZipPart[] = []
  let strings = 0
  for (const part of parts.filter(({ name }) => !PICTURE.test(name))) {
    const xml = unzipped(bytes, part).toString('latin1')
    const root = rootOf(xml)
    if (root === 'sst') strings = Math.max(strings, xml.match(/<(?:\w+:)?si[\s>/]/g)?.length ?? 0)
    if (root === 'worksheet' || root === 'document-content') sheets.push(part)
  }
  for (const sheet of sheets) checkSheetXml(unzipped(bytes, sheet).toString('latin1'), strings)
}
