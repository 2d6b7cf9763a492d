import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { traceUnderway, type Underway } from './function-settings.ts'

const HEAD = '{"format":"json","version":1}\n'

const id = (): string => randomBytes(8).toString('hex')

/** One datagram to X-Ray's daemon, which Lambda runs beside the function; whether it came nobody tells. */
async function send({ daemon: { host, port } }: Underway, document: object): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  await new Promise<void>((done) => {
    socket.once('error', () => done())
    socket.send(`${HEAD}${JSON.stringify(document)}`, port, host, () => done())
  })
  socket.close()
}

/**
 * Does a piece of work under a name of its own in the trace that Lambda has begun: a subsegment as the X-Ray Developer Guide writes
 * it ("Sending segment documents to the X-Ray daemon"). AWS's own SDK for it is at its end, and slows each answer by its hooks.
 */
export async function traced<T>(name: string, work: () => Promise<T>, trace: Underway | null = traceUnderway()): Promise<T> {
  if (!trace) return work()
  const part = { name, id: id(), type: 'subsegment', trace_id: trace.root, parent_id: trace.parent, start_time: Date.now() / 1000 }
  let fault: object = {}
  try {
    return await work()
  } catch (error) {
    // Its kind alone: messages of others may quote names of files.
    fault = { fault: true, cause: { exceptions: [{ id: id(), type: error instanceof Error ? error.name : 'Error' }] } }
    throw error
  } finally {
    await send(trace, { ...part, ...fault, end_time: Date.now() / 1000 })
  }
}
