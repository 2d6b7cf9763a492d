const TICKS = '▁▂▃▄▅▆▇█'

/** One character a value; a gap where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return values.map((value) => (value === null ? ' ' : TICKS[high === low ? 3 : Math.round(((value - low) / (high - low)) * (TICKS.length - 1))])).join('')
}

/** A bar of at most `width` characters; what is over the whole is drawn as such (a rate over 100 % is real). */
export function bar(part: number | null, width: number): string {
  if (part === null) return ''
  const eighths = Math.round(Math.min(Math.max(part, 0), 1) * width * 8)
  const full = '█'.repeat(Math.floor(eighths / 8))
  return full + (eighths % 8 > 0 ? '▏▎▍▌▋▊▉'[(eighths % 8) - 1] : '') + (part > 1 ? '▶' : '')
}
