/** Where DA06_ENGINES=required, a suite whose engine can't be had fails; else it says loudly that it was not run. */
const isRequired = process.env.DA06_ENGINES === 'required'

/** What a suite needs beyond Node; null where it can't be had. */
export async function needed<T>(what: string, begin: () => Promise<T>): Promise<T | null> {
  try {
    return await begin()
  } catch (error) {
    if (isRequired) throw error
    const why = error instanceof Error ? error.message.split('\n').slice(0, 5).join('\n') : String(error)
    process.stderr.write(
      `\n${'!'.repeat(80)}\n!! NOT RUN: ${what} can not be had here, so nothing of it is proven.\n!! ${why}\n!! DA06_ENGINES=required makes this a failure.\n${'!'.repeat(80)}\n\n`,
    )
    return null
  }
}
