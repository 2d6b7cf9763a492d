export type InputCode = 'BAD_USER_INPUT' | 'NOT_FOUND' | 'NOT_AVAILABLE' | 'LIMIT_EXCEEDED'

/** What the asker can mend. The message says what was given and what was expected; it may be shown as it is. */
export class InputError extends Error {
  override name = 'InputError'
  constructor(
    readonly code: InputCode,
    readonly argument: string,
    message: string,
  ) {
    super(message)
  }
}

export const badInput = (argument: string, given: unknown, expected: string): InputError =>
  new InputError('BAD_USER_INPUT', argument, `${argument}: ${JSON.stringify(given)?.slice(0, 80)} — cần / expected: ${expected}`)
