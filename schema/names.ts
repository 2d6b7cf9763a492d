/** Names of units as people write them, made comparable without losing an accent (docs/layouts.md). */

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/** A word with its tone mark moved to the end: hòa and hoà become one, hoa and hòa stay two. */
function settleTone(word: string): string {
  const parts = word.normalize('NFD')
  const tone = parts.match(TONES)?.[0] ?? ''
  // "Quí" and "Quý", "Mĩ" and "Mỹ" are one sound; after another vowel ("Tây", "Thủy") the y is a letter of its own.
  const bare = parts.replace(TONES, '').replace(/(^|[bcdđfghjklmnpqrstvxz]|qu)y$/, '$1i')
  return bare + tone
}

/** Lower case, one kind of Unicode, space, apostrophe and đ, tone marks at the syllable's end. */
export const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00d0\u0110\u0189]/g, 'đ')
    .toLowerCase()
    .replace(/ð/g, 'đ')
    .replace(/[’‘`´ʼ]/g, "'")
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
export function nameParts(text: string): NameParts {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
  for (const [pattern, type] of types) {
    const match = pattern.exec(plain)
    if (!match) continue
    const rest = plain.slice(match[0].length).replace(/^[\s.]+/, '')
    if (rest === '') continue
    const number = rest.replace(/^0+(?=\d)/, '')
    return { type, bare: comparable(type === 'phường' || type === 'quận' ? (ROMAN[number] ?? number) : rest) }
  }
  return { type: null, bare: comparable(plain) }
}
