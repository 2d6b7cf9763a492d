import { askedQuestions } from './asked-questions.ts'
import { type Figure, told } from './figure.ts'
import type { MadeUpLakes } from './made-up-lake.ts'
import { serving } from './serving-process.ts'

const STORMS = 3

async function afterStorm(lake: string, where: string, questions: typeof askedQuestions): Promise<Figure[]> {
  const server = await serving(lake)
  try {
    const rest = await server.memory()
    let unanswered = 0
    for (let storm = 0; storm < STORMS; storm++) for (const question of questions) await server.ask(question).catch(() => unanswered++)
    const { now, peak } = await server.memory()
    return [
      told(`d  da06 serve at rest, ${where}`, 'MB', rest.now),
      told(`d  da06 serve after every question ${STORMS} times, ${where}`, 'MB', now),
      told(`d  da06 serve at peak, ${where}`, 'MB', peak),
      told(`d  da06 serve left unanswered, ${where}`, 'requests', unanswered, 0),
    ]
  } finally {
    await server.stop()
  }
}

/** Resident memory of a server before and after it was asked everything; landing tells its own beside its time. */
export async function measureMemory(lakes: MadeUpLakes, provinces: number, say: (text: string) => void): Promise<Figure[]> {
  say('d  memory of da06 serve')
  const ofProvince = askedQuestions.filter(({ whole }) => !whole)
  return [
    ...(await afterStorm(lakes.one, '1 x 1 year', ofProvince)),
    ...(await afterStorm(lakes.all, `${provinces} x 1 year, one asked about`, ofProvince)),
    ...(await afterStorm(lakes.all, `${provinces} x 1 year, all asked about`, askedQuestions)),
  ]
}
