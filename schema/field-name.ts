const TONE = /[\u0300\u0301\u0303\u0309\u0323]/

/** "hoà", "thuỷ": the tone mark goes to the first vowel, as most forms have it; after q the u is no vowel. */
function settled(word: string): string {
  const parts = word.normalize('NFD')
  const match = /^(.*?)(o(?=[ae])|(?<!q)u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])$/.exec(parts)
  const [, start = '', first = '', second = '', tone = ''] = match ?? []
  return (match && !TONE.test(start) ? start + first + tone + second : parts).normalize('NFC')
}

/**
 * A field of work as it is kept and asked for: one name however forms write it, in capitals, with the tone mark on the
 * other vowel, decomposed, or with doubled spaces.
 */
export function fieldName(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase().split(' ').map(settled).join(' ')
  return plain.slice(0, 1).toUpperCase() + plain.slice(1)
}
