import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../../functions/land/verify.ts'
import type { Storage } from '../../schema/lake.ts'
import { storyLakes } from '../crash/crash-story.ts'
import { copyLake } from './lake-copy.ts'
import { type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

let lake: SmallS3Lake
let storage: Storage
beforeAll(async () => {
  const lakes = await storyLakes()
  lake = await smallS3Lake()
  storage = lake.open()
  await copyLake(await lakes.copy(), storage)
  await lakes.remove()
})
afterAll(() => lake.remove())
beforeEach(() => {
  lake.s3.fault = () => null
})

const OBJECT = 'tables/activation/province=82/year=2023/data.parquet'

test('a whole lake in S3 is whole', async () => {
  expect(await verify(storage)).toEqual([])
})

test('a server that fails midway is no damage: verify ends with what the server said', async () => {
  lake.s3.fault = ({ operation, key }) => (operation === 'GetObject' && key.endsWith(OBJECT) ? 'slow-down' : null)
  await expect(verify(storage)).rejects.toThrow(/overloaded or out of order; try again later \(SlowDown/)
})

test('an object with other bytes than were put is wrong, and the message says which', async () => {
  lake.s3.fault = ({ operation, key }) => (operation === 'GetObject' && key.endsWith(OBJECT) ? 'flipped' : null)
  expect((await verify(storage)).map(({ object, state }) => [object, state])).toContainEqual([OBJECT, 'wrong'])
})
