import type { Asking } from './asking.ts'
import { bestWay } from './best-way.ts'
import { MemberSums } from './member-sums.ts'
import { ownWays } from './own-ways.ts'
import { type PeriodQuestion, windowsFor } from './period-question.ts'
import type { Bucket } from './periods.ts'
import { spanOf, together } from './ways.ts'

/**
 * What each member's exports add up to in each window: of exactly the window, else of those that tile it, else nothing.
 * The way that is best where all exports are at hand is taken by one statement for all members; who lacks one of its
 * tiles may have another way, which one more statement tells, where there can be one.
 */
export async function sumsOf(asking: Asking, question: PeriodQuestion, buckets: readonly Bucket[]): Promise<MemberSums> {
  const sums = new MemberSums()
  const reported = await windowsFor(asking, question, spanOf(buckets))
  await Promise.all(
    together(reported, question.measures, buckets).map(async ({ ways, numbers }) => {
      const span = spanOf(ways.map(({ bucket }) => buckets[bucket] as Bucket))
      await bestWay(asking, question, ways, numbers, span, sums)
      await ownWays(asking, question, ways, numbers, buckets, sums)
    }),
  )
  return sums
}
