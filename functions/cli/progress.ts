/** One line on standard error that rewrites itself on a terminal; in a log, a line now and then. */
export function progressLine(): { tell(text: string): void; end(): void } {
  let last = 0
  let shown = false
  return {
    tell(text) {
      const now = Date.now()
      if (now - last < (process.stderr.isTTY ? 80 : 5000)) return
      if (!process.stderr.isTTY && last === 0) {
        last = now
        return
      }
      last = now
      shown = true
      process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}` : `${text}\n`)
    },
    end() {
      if (shown && process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
      shown = false
    },
  }
}
