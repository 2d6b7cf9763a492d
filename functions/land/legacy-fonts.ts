import type { Cell, Sheet } from './sheet.ts'

/** Fonts of before Unicode drew Vietnamese with the codes of Western letters: .VnTime (TCVN3, ABC) and VNI-Times. */
export type LegacyFont = NonNullable<Sheet['font']>

export const legacyFonts: readonly LegacyFont[] = ['TCVN3', 'VNI']

/** TCVN 5712:1993, third code table, as windows-1252 shows it. */
const tcvn3 = pairs('µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư')

/** VNI: a letter, and a mark as a letter of its own behind it. */
const vniMarks = {
  ø: '\u0300',
  ù: '\u0301',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  ê: '\u0306',
  à: '\u0302\u0300',
  á: '\u0302\u0301',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  è: '\u0306\u0300',
  é: '\u0306\u0301',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
} as const
const vniLetters = { ñ: 'đ', Ñ: 'Đ', ô: 'ơ', Ô: 'Ơ', ö: 'ư', Ö: 'Ư', ì: 'ì', í: 'í', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ', Ì: 'Ì', Í: 'Í', Æ: 'Ỉ', Ó: 'Ĩ', Ò: 'Ị', Î: 'Ỵ' } as const
const vniPair = new RegExp(`([aeouyAEOUYôÔöÖ])([${Object.keys(vniMarks).join('')}${Object.keys(vniMarks).join('').toUpperCase()}])`, 'g')

function pairs(text: string): ReadonlyMap<string, string> {
  const letters = [...text.normalize('NFC')]
  return new Map(letters.flatMap((letter, i) => (i % 2 === 0 ? [[letter, letters[i + 1] as string] as const] : [])))
}

const fromTcvn3 = (text: string): string => [...text].map((letter) => tcvn3.get(letter) ?? letter).join('')

function fromVni(text: string): string {
  const letter = (one: string): string => vniLetters[one as keyof typeof vniLetters] ?? one
  const marked = text.replace(vniPair, (_, base: string, mark: string) => letter(base) + vniMarks[mark.toLowerCase() as keyof typeof vniMarks])
  return marked.replace(/[ñÑôÔöÖìíæóòîÌÍÆÓÒÎ](?![\u0300-\u036f])/g, letter).normalize('NFC')
}

/** Text typed in such a font, in Unicode. */
export const fromLegacy = (text: string, font: LegacyFont): string => (font === 'TCVN3' ? fromTcvn3(text) : fromVni(text))

/** A sheet typed in such a font, in Unicode. */
export function sheetFromLegacy(sheet: Sheet, font: LegacyFont): Sheet {
  const cell = (one: Cell): Cell => (typeof one === 'string' ? fromLegacy(one, font) : one)
  return {
    ...sheet,
    font,
    name: sheet.name === null ? null : fromLegacy(sheet.name, font),
    lines: sheet.lines.map((line) => fromLegacy(line, font)),
    rows: sheet.rows.map((row) => row.map(cell)),
  }
}
