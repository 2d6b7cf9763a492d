/** Ends a request's statements when its time is up or its asker has gone. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Rejects with `late` when the time is up. */
  readonly passed: Promise<never>
  clear(): void
}

export function deadlineOf(milliseconds: number, asker: AbortSignal | undefined, late: () => Error): Deadline {
  const controller = new AbortController()
  const passed = new Promise<never>((_, fail) => controller.signal.addEventListener('abort', () => fail(controller.signal.reason), { once: true }))
  passed.catch(() => undefined)
  const timer = setTimeout(() => controller.abort(late()), milliseconds)
  timer.unref()
  const gone = (): void => controller.abort(new DOMException('the asker has gone', 'AbortError'))
  if (asker?.aborted) gone()
  else asker?.addEventListener('abort', gone, { once: true })
  return {
    signal: controller.signal,
    passed,
    clear() {
      clearTimeout(timer)
      asker?.removeEventListener('abort', gone)
    },
  }
}
