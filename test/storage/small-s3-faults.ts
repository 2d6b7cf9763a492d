import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { refusal, type S3Answer } from './small-s3-request.ts'

/** What may go wrong with a request: refused unheard, done with its answer lost, or answered badly. */
export const faults = ['slow-down', 'internal', 'not-xml', 'reset', 'lost', 'cut', 'short', 'flipped', 'stall', 'slow', 'hang', 'conflict-412', 'conflict-409'] as const
export type Fault = (typeof faults)[number]

/** What is said instead of doing what was asked; null where it is done. */
export function saidInstead(fault: Fault | null): S3Answer | 'reset' | 'hang' | null {
  if (fault === 'reset' || fault === 'hang') return fault
  if (fault === 'slow-down') return refusal(503, 'SlowDown')
  if (fault === 'internal') return refusal(500, 'InternalError')
  if (fault === 'not-xml') return { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad gateway</h1>' }
  if (fault === 'conflict-412') return refusal(412, 'PreconditionFailed')
  if (fault === 'conflict-409') return refusal(409, 'ConditionalRequestConflict')
  return null
}

/** Sends an answer, or what a fault makes of it. */
export async function send(response: ServerResponse, { status, headers = {}, body = '' }: S3Answer, fault: Fault | null): Promise<void> {
  const bytes = Buffer.from(body)
  if (fault === 'lost') return void response.destroy()
  response.writeHead(status, { 'content-length': String(bytes.length), ...headers })
  const half = bytes.subarray(0, bytes.length >> 1)
  if (fault === 'stall' && bytes.length > 0) return void response.write(half)
  if (fault === 'cut' || fault === 'short') {
    // Half of it, and then the line is reset, or closed as if that were all.
    if (half.length > 0) await new Promise((done) => response.write(half, done))
    return void (fault === 'cut' ? response.socket?.resetAndDestroy() : response.socket?.end())
  }
  if (fault === 'flipped' && bytes.length > 0) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  if (fault === 'slow') {
    for (const piece of [half, bytes.subarray(half.length)]) {
      await pause(30)
      response.write(piece)
    }
    return void response.end()
  }
  response.end(bytes)
}
