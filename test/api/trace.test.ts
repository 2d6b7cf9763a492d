import { createSocket, type Socket } from 'node:dgram'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { traceUnderway } from '../../functions/aws/function-settings.ts'
import { traced } from '../../functions/aws/trace.ts'

const ROOT = '1-5759e988-bd862e3fe1be46a994272793'
const invoked = (sampled: string): NodeJS.ProcessEnv => ({
  _X_AMZN_TRACE_ID: `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=${sampled};Lineage=1:a87bd80c:0`,
  AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
})
let daemon: Socket
beforeAll(async () => {
  daemon = createSocket('udp4')
  await new Promise<void>((done) => daemon.bind(0, '127.0.0.1', done))
})
afterAll(() => void daemon.close())

const told = (): Promise<Record<string, unknown>> =>
  new Promise((done) =>
    daemon.once('message', (datagram) => {
      const [head, document] = datagram.toString().split('\n')
      expect(JSON.parse(head ?? '')).toEqual({ format: 'json', version: 1 })
      done(JSON.parse(document ?? ''))
    }),
  )

test('a piece of work is a part of the trace that Lambda has begun', async () => {
  const part = told()
  expect(await traced('graphql', async () => 7, traceUnderway(invoked('1')))).toBe(7)
  const { start_time, end_time, ...rest } = await part
  expect(rest).toEqual({ name: 'graphql', id: expect.stringMatching(/^[0-9a-f]{16}$/), type: 'subsegment', trace_id: ROOT, parent_id: '53995c3f42cd8ad8' })
  expect(Number(end_time)).toBeGreaterThanOrEqual(Number(start_time))
})

test('work that fails fails, and its kind alone is told', async () => {
  const part = told()
  const failing = async (): Promise<never> => Promise.reject(new RangeError('of danh-sach-012345678901.xlsx'))
  await expect(traced('land', failing, traceUnderway(invoked('1')))).rejects.toThrow(RangeError)
  expect(await part).toMatchObject({ name: 'land', fault: true, cause: { exceptions: [{ type: 'RangeError' }] } })
  expect(JSON.stringify(await part)).not.toContain('danh-sach')
})

test('what is not traced is done, and told nobody', async () => {
  expect(traceUnderway({})).toBeNull()
  expect(traceUnderway(invoked('0'))).toBeNull()
  expect(await traced('graphql', async () => 7, null)).toBe(7)
})
