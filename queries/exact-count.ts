/** A count as a number. Throws RangeError where a number can't hold it exactly: a rounded count is a wrong one. */
export function exactCount(value: bigint | number | string): number {
  const count = Number(value)
  if (!Number.isSafeInteger(count)) throw new RangeError(`a count of ${value} is beyond what can be told exactly`)
  return count
}
