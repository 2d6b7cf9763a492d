import { stat } from 'node:fs/promises'
import { folderStorage } from '../functions/storage/folder.ts'
import type { Storage } from '../schema/lake.ts'
import { type AskedQuestion, askedQuestions } from './asked-questions.ts'
import { asker } from './captured-statements.ts'
import { type Figure, held } from './figure.ts'
import type { MadeUpLakes } from './made-up-lake.ts'

interface Reads {
  objects: number
  bytes: number
  /** Requests that hand over no object: a head is one, a list one for every key it names. */
  requests: number
}

/** A storage that counts what is asked of it; an object handed over counts once with all its bytes. */
function counting(storage: Storage, reads: Reads): Storage {
  const opened = new Set<string>()
  const counted = (key: string, bytes: number): void => {
    if (opened.has(key)) return
    opened.add(key)
    reads.objects++
    reads.bytes += bytes
  }
  return {
    ...storage,
    async get(key) {
      const object = await storage.get(key)
      if (object) counted(key, object.bytes.byteLength)
      return object
    },
    async local(key) {
      const found = await storage.local(key)
      if (found) counted(key, (await stat(found.path)).size)
      else reads.requests++
      return found
    },
    head(key) {
      reads.requests++
      return storage.head(key)
    },
    async list(prefix) {
      const keys = await storage.list(prefix)
      reads.requests += 1 + keys.length
      return keys
    },
  }
}

/** What one question reads when nothing is held yet, by a server (`hold`) or a command. */
async function readsOf(lake: string, question: AskedQuestion, hold: boolean): Promise<Reads> {
  const reads = { objects: 0, bytes: 0, requests: 0 }
  const { ask, close } = asker(counting(folderStorage(lake), reads), hold)
  await ask(question)
  close()
  return reads
}

/** One province's questions, each asked of a fresh engine: a lake of all provinces must cost what a lake of one does. */
export async function measureReads(lakes: MadeUpLakes, say: (text: string) => void): Promise<Figure[]> {
  say('e  objects opened and bytes read')
  const total = async (lake: string, hold: boolean): Promise<Reads> => {
    const all = { objects: 0, bytes: 0, requests: 0 }
    for (const question of askedQuestions.filter(({ whole }) => !whole)) {
      const reads = await readsOf(lake, question, hold)
      for (const name of ['objects', 'bytes', 'requests'] as const) all[name] += reads[name]
    }
    return all
  }
  const figures: Figure[] = []
  for (const [hold, who] of [
    [true, 'by a server'],
    [false, 'by a command'],
  ] as const) {
    const [one, all] = [await total(lakes.one, hold), await total(lakes.all, hold)]
    for (const name of ['objects', 'bytes', 'requests'] as const)
      figures.push(held(`e  ${name === 'requests' ? 'small requests' : name} for one province's questions ${who}, lake of all against lake of one`, name, all[name], one[name], 1))
  }
  return figures
}
