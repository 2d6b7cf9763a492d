import { remembered } from './remembered.ts'

/** Names of units as people write them, made comparable without losing an accent (docs/layouts.md). */

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/** A word with its tone mark moved to the end: hòa and hoà become one, hoa and hòa stay two. */
const settleTone = remembered(5_000, (word) => {
  const parts = word.normalize('NFD')
  const tone = parts.match(TONES)?.[0] ?? ''
  // "Quí" and "Quý", "Mĩ" and "Mỹ" are one sound; after another vowel ("Tây", "Thủy") the y is a letter of its own.
  const bare = parts.replace(TONES, '').replace(/(^|[bcdđfghjklmnpqrstvxz]|qu)y$/, '$1i')
  return bare + tone
})

/** Lower case, one kind of Unicode, space, apostrophe and đ, tone marks at the syllable's end. */
export const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00d0\u0110\u0189]/g, 'đ')
    .toLowerCase()
    .replace(/ð/g, 'đ')
    .replace(/[’‘`´ʼ]/g, "'")
    .replace(/[‐‑–—−]/g, '-')
    .replace(/[\s\u00a0\u200b\ufeff]+/g, ' ')
    .trim()
    .split(' ')
    .map(settleTone)
    .join(' ')

/** For searching only: no accents at all. Never for telling units apart. */
export const folded = (text: string): string => comparable(text).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd')

const types: readonly (readonly [RegExp, string])[] = [
  [/^(thành phố|tp)(?=[\s.])/, 'thành phố'],
  [/^(thị xã|tx)(?=[\s.])/, 'thị xã'],
  [/^(thị trấn|tt)(?=[\s.])/, 'thị trấn'],
  [/^(tỉnh)(?=[\s.])/, 'tỉnh'],
  [/^(huyện|h)(?=[\s.])/, 'huyện'],
  [/^(quận|q)(?=[\s.\d])/, 'quận'],
  [/^(phường|p)(?=[\s.\d])/, 'phường'],
  [/^(đặc khu|đk)(?=[\s.])/, 'đặc khu'],
  [/^(xã|x)(?=[\s.])/, 'xã'],
]

const ROMAN: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4', v: '5', vi: '6', vii: '7', viii: '8', ix: '9', x: '10', xi: '11', xii: '12' }

export interface NameParts {
  /** Full type word where the name carries one (also abbreviated), else null. */
  readonly type: string | null
  /** The rest, comparable. */
  readonly bare: string
}

/** "P. 04", "phường IV" and "Phường 4" all give { type: 'phường', bare: '4' }. */
export const nameParts = remembered(20_000, (text): NameParts => {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .replace(/(^|[\s.])n\.?\s?t\.?\s/, '$1nông trường ')
  for (const [pattern, type] of types) {
    const match = pattern.exec(plain)
    if (!match) continue
    const rest = plain.slice(match[0].length).replace(/^[\s.]+/, '')
    if (rest === '') continue
    return { type, bare: comparable(type === 'phường' || type === 'quận' ? numbered(rest) : lastNumbered(rest)) }
  }
  return { type: null, bare: comparable(lastNumbered(plain)) }
})

const numbered = (rest: string): string => {
  const number = rest.replace(/^0+(?=\d)/, '')
  return ROMAN[number] ?? lastNumbered(number)
}

/** "Hòa Tú II" and "Hòa Tú 2". */
const lastNumbered = (rest: string): string => rest.replace(/(?<=\S\s)(?:i{2,3}|iv|vi{0,3}|ix|xi{0,2})$/, (roman) => ROMAN[roman] ?? roman)

/**
 * A comparable name as loosely as names of the highlands are written: "Ea Bar" and "EaBar", "M'nông" and "Mnông", "Đắk", "Đăk"
 * and "Đak" become one. Only for a name that is not found otherwise, and only where one unit of the place fits.
 */
export const loosely = (bare: string): string => bare.replace(/[\s'.-]/g, '').replace(/đa\u0306?k\u0301?/g, 'đak')

/** How many letters must change to make one name the other; more than `most` counts as that and one. */
export function lettersApart(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(Math.min((before[j] as number) + 1, (row[j - 1] as number) + 1, (before[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    if (Math.min(...row) > most) return most + 1
    before = row
  }
  return before[b.length] as number
}
