import { Worker } from 'node:worker_threads'
import { type Finding, RefusedError, refuse } from '../../schema/receipts.ts'
import { formatOf, openFile } from './open-file.ts'
import type { Sheet } from './sheet.ts'

/** A file is refused within 10 s whatever it is (docs/findings.md); reading it takes most of them. */
const DEADLINE_MS = 8_000
const MOST_HEAP_MB = 700
/** Text is read in one pass, in memory that grows with it: a small one is opened here. */
const SMALL_TEXT = 4 * 1024 * 1024

type Answer = { readonly sheets: Sheet[] } | { readonly refused: Finding } | { readonly failed: string }

let worker: Worker | null = null
let turn: Promise<unknown> = Promise.resolve()

/** Every sheet of a file, opened where it can neither hang nor exhaust this process. Throws RefusedError. */
export async function openApart(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length < SMALL_TEXT && formatOf(bytes) === 'text') return openFile(bytes)
  const mine = turn.then(() => opened(bytes))
  turn = mine.catch(() => undefined)
  return mine
}

async function opened(bytes: Buffer): Promise<Sheet[]> {
  worker ??= startWorker()
  const own = worker
  const answer = await answerOf(own, bytes)
  if ('sheets' in answer) return answer.sheets
  if ('refused' in answer) throw new RefusedError(answer.refused)
  if (worker === own) worker = null
  await own.terminate()
  throw answer.failed === 'late' || answer.failed === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : unreadable(answer.failed)
}

/** The bundle's worker lies beside it; from sources it is TypeScript, which Node 20 learns to read from tsx. */
function startWorker(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: MOST_HEAP_MB }
  const fromSource = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(new URL('./open-worker.ts', import.meta.url).href)})))`
  const started = import.meta.url.endsWith('.ts')
    ? new Worker(fromSource, { eval: true, resourceLimits, execArgv: [] })
    : new Worker(new URL('./open-worker.js', import.meta.url), { resourceLimits, execArgv: [] })
  // One that is being ended may run out of memory while it is, and nobody asks any more.
  started.on('error', () => undefined)
  started.unref()
  return started
}

function answerOf(own: Worker, bytes: Buffer): Promise<Answer> {
  return new Promise((done) => {
    const late = (): void => finish({ failed: 'late' })
    const failed = (error: NodeJS.ErrnoException): void => finish({ failed: error.code ?? error.name })
    const ended = (): void => finish({ failed: 'exit' })
    const timer = setTimeout(late, DEADLINE_MS)
    function finish(answer: Answer): void {
      clearTimeout(timer)
      own.off('message', finish).off('error', failed).off('exit', ended).unref()
      done(answer)
    }
    own.on('message', finish).on('error', failed).on('exit', ended).ref()
    own.postMessage(bytes)
  })
}

export const tooMuch = () =>
  refuse(
    'too_large',
    `Đọc tệp tốn quá ${DEADLINE_MS / 1000} giây hoặc quá nhiều bộ nhớ. Chia nhỏ tệp, hoặc xuất ra CSV có cột ngày và mã đơn vị.`,
    `Reading the file takes over ${DEADLINE_MS / 1000} s or too much memory. Split it, or export it as CSV with a date and a unit code column.`,
  )

const unreadable = (what: string) => refuse('unreadable', `Không đọc được tệp (${what}). Xuất lại tệp.`, `The file can't be read (${what}). Export it again.`)
