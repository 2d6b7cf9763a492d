/** What was said when a file was handed in, for files that state none. */
export interface Said {
  readonly province: string | null
  /** Day of the figures; of a period its last. */
  readonly date: string | null
  /** First day, where a period was said. */
  readonly first?: string | null
}

/** As a receipt keeps it: "82/2023-09-15", of a period "82/2023-09-01/2023-09-15". */
export const saidText = ({ province, date, first }: Said): string | null =>
  province === null && date === null ? null : [province ?? '', ...(first ? [first] : []), date ?? ''].join('/')

export function saidOf(text: string | null): Said {
  const [province, ...days] = (text ?? '').split('/')
  return { province: province || null, date: days.at(-1) || null, ...(days.length > 1 && { first: days[0] ?? null }) }
}
