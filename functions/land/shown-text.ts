import { maskDigits } from '../../schema/receipts.ts'

/** What of an export's own texts a message may repeat. In a file whose cells have moved a name may stand anywhere. */

const HIDDEN = '…'
const LONGEST = 60
/** Beyond what is shown, so that a number is seen whole that is shown in part. */
const LOOKED_AT = 200
/** "Thị" and "THỊ" are syllables; TK, ĐDĐT and VNeID are abbreviations. */
const TITLE = /^\p{Lu}[\p{Ll}'’-]*$/u
const SYLLABLE = /^(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdđghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/i
const bare = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '')
const isCapital = (word: string): boolean => (word.toUpperCase() === word ? SYLLABLE.test(bare(word)) : TITLE.test(word))

/** Whether a text may be about somebody: two words with capitals side by side, an address, a number that is masked. */
function isPerhapsPersonal(text: string): boolean {
  const words = text.split(/[^\p{L}\p{M}'’-]+/u)
  return text.includes('@') || maskDigits(text) !== text || words.some((word, i) => i > 0 && word !== '' && isCapital(word) && isCapital(words[i - 1] as string))
}

/** A cell's text, cut to what a message has room for; "…" where it may be about somebody: its place tells enough. */
export const shownText = (text: string): string => (isPerhapsPersonal(text.slice(0, LOOKED_AT).normalize('NFC')) ? HIDDEN : text.slice(0, LONGEST))

/** An unknown heading the same way; one in capitals is a heading where its neighbours are in capitals too. */
export const shownHeading = (heading: string, inCapitals: boolean): string =>
  inCapitals && heading.toUpperCase() === heading ? shownText(heading.toLowerCase()).toUpperCase() : shownText(heading)
