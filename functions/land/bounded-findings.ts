import type { Finding } from '../../schema/receipts.ts'

/** Findings of one code that a receipt lists; the rest is counted in one more. */
const MOST_OF_A_CODE = 500

/** Findings as a receipt lists them: of each code the first ones, then how many more. */
export function boundedFindings(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>()
  const listed = findings.filter(({ code }) => {
    counts.set(code, (counts.get(code) ?? 0) + 1)
    return (counts.get(code) as number) <= MOST_OF_A_CODE
  })
  for (const [code, count] of counts) {
    const more = count - MOST_OF_A_CODE
    const like = findings.find((one) => one.code === code) as Finding
    if (more > 0)
      listed.push({
        ...like,
        row: null,
        column: null,
        unit_code: null,
        date: null,
        message_vi: `… và ${more} phát hiện nữa cùng loại (${code}).`,
        message_en: `… and ${more} more findings of this kind (${code}).`,
      })
  }
  return listed
}
