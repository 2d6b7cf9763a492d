import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3Storage } from '../functions/storage/s3.ts'
import { copyLake } from '../test/storage/lake-copy.ts'
import { BUCKET } from '../test/storage/small-s3.ts'
import { askedQuestions } from './asked-questions.ts'
import type { Scale } from './bench-options.ts'
import { asker } from './captured-statements.ts'
import { type Figure, held, told } from './figure.ts'
import type { MadeUpLakes } from './made-up-lake.ts'
import { type S3Server, s3Server } from './s3-server.ts'
import { type Serving, serving } from './serving-process.ts'
import { sideBySide } from './timing.ts'

const PREFIX = 'one'
/** A request to S3 in the same region takes some ten milliseconds. */
const LINE_MS = 10
const questions = askedQuestions.filter(({ whole }) => !whole)

/** Every question by both, turn by turn: the sums of their medians. */
async function sums(folder: Serving, s3: Serving, { rounds, patience }: Scale): Promise<readonly [number, number]> {
  const sum: [number, number] = [0, 0]
  for (const question of questions) {
    const [local, remote] = await sideBySide([() => folder.ask(question), () => s3.ask(question)], rounds, patience / 4)
    sum[0] += local?.p50 ?? 0
    sum[1] += remote?.p50 ?? 0
  }
  return sum
}

async function timesOf(lakes: MadeUpLakes, server: S3Server, temporary: string, scale: Scale): Promise<Figure[]> {
  const [folder, s3] = [await serving(lakes.one), await serving(`s3://${BUCKET}/${PREFIX}`, { ...server.env, TMPDIR: temporary })]
  const figures: Figure[] = []
  try {
    for (const [delay, where] of [
      [0, 'on this machine'],
      [LINE_MS, `${LINE_MS} ms a request away`],
    ] as const) {
      await server.taken(delay)
      const [local, remote] = await sums(folder, s3, scale)
      figures.push(held(`f  ${questions.length} questions by a server over S3 ${where}, copies kept, against the folder`, 'ms', remote, local, null))
    }
  } finally {
    await Promise.all([folder.stop(), s3.stop()])
  }
  return figures
}

/** Requests that all questions make: by a process that has nothing, and by one that is asked again. */
async function requestsOf(server: S3Server, temporary: string, hold: boolean): Promise<Figure[]> {
  const who = hold ? 'a server' : 'commands'
  const ask = async (folder: string): Promise<readonly string[]> => {
    const storage = s3Storage({ bucket: BUCKET, prefix: PREFIX, endpoint: server.endpoint, cacheFolder: join(temporary, folder) })
    const { ask, close } = asker(storage, hold)
    await server.taken()
    for (const question of questions) await ask(question)
    const cold = await server.taken()
    for (const question of questions) await ask(question)
    close()
    return [...cold.map((operation) => `cold ${operation}`), ...(await server.taken()).map((operation) => `warm ${operation}`)]
  }
  const made = await ask(`requests-${hold}`)
  const count = (pattern: RegExp): number => made.filter((operation) => pattern.test(operation)).length
  return [
    told(`f  objects fetched for ${questions.length} questions by ${who}, nothing kept yet`, 'requests', count(/^cold Get/)),
    told(`f  small requests a question by ${who}, nothing kept yet`, 'requests', count(/^cold (Head|List)/) / questions.length),
    told(`f  objects fetched when ${who} ask again`, 'requests', count(/^warm Get/), 0),
    told(`f  small requests a question when ${who} ask again`, 'requests', count(/^warm (Head|List)/) / questions.length),
  ]
}

/** A lake in S3 against the same one in a folder: what a question takes once its objects are known, and how many requests it makes. */
export async function measureS3(lakes: MadeUpLakes, scale: Scale, say: (text: string) => void): Promise<Figure[]> {
  const server = await s3Server()
  const temporary = await mkdtemp(join(tmpdir(), 'da06-bench-s3-'))
  try {
    Object.assign(process.env, server.env)
    say('f  a lake in S3: requests')
    await copyLake(lakes.one, s3Storage({ bucket: BUCKET, prefix: PREFIX, endpoint: server.endpoint }))
    const figures = [...(await requestsOf(server, temporary, true)), ...(await requestsOf(server, temporary, false))]
    say('f  a lake in S3: times')
    return [...(await timesOf(lakes, server, temporary, scale)), ...figures]
  } finally {
    await server.stop()
    await rm(temporary, { recursive: true, force: true })
  }
}
