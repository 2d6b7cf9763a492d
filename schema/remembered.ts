const LONGEST = 200

/** A function of a text that remembers what it said of the last so many: exports repeat a few words thousands of times. Long texts are not kept. */
export function remembered<T>(most: number, answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > LONGEST) return answer(text)
    const before = known.get(text)
    if (before !== undefined) return before
    const said = answer(text)
    if (known.size >= most) known.clear()
    known.set(text, said)
    return said
  }
}
