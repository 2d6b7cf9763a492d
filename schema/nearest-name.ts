import { lettersApart } from './names.ts'

const LONGEST = 40

const plain = (text: string): string => text.slice(0, LONGEST).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd')

/** How far a known name is from what was typed: letters that differ, less where one holds the other. */
function apart(typed: string, name: string): number {
  const known = plain(name)
  const holds = typed.length >= 3 && (known.includes(typed) || typed.includes(known))
  return lettersApart(typed, known, LONGEST) - (holds ? known.length : 0)
}

/** Known names, the most like what was typed first; accents and capitals do not matter. */
export function nearestNames(typed: string, known: readonly string[]): string[] {
  const text = plain(typed)
  return known
    .map((name) => [apart(text, name), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name)
}

/** "; có phải / did you mean "trend"?" where a known name is so near that a slip of the hand explains it; else nothing. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const [nearest] = nearestNames(typed, known)
  const isNear = nearest !== undefined && apart(plain(typed), nearest) <= Math.ceil(typed.length / 3)
  return isNear ? `; có phải / did you mean ${JSON.stringify(nearest)}?` : ''
}
