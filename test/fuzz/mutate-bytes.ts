import type { Random } from './random.ts'

type Mutation = (bytes: Buffer, random: Random) => Buffer

const span = (bytes: Buffer, random: Random): [number, number] => {
  const from = random.below(bytes.length)
  return [from, Math.min(bytes.length, from + 1 + random.below(random.chance(0.7) ? 12 : 400))]
}

const flip: Mutation = (bytes, random) => {
  const changed = Buffer.from(bytes)
  for (let n = 0; n <= random.below(4); n++) {
    const at = random.below(changed.length)
    changed[at] = random.chance(0.5) ? (changed[at] as number) ^ (1 << random.below(8)) : random.below(256)
  }
  return changed
}
const drop: Mutation = (bytes, random) => {
  const [from, to] = span(bytes, random)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
}
const double: Mutation = (bytes, random) => {
  const [from, to] = span(bytes, random)
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
}
const swap: Mutation = (bytes, random) => {
  const [from, to] = span(bytes, random)
  const [a, b] = [bytes.subarray(from, to), bytes.subarray(to, to + (to - from))]
  return Buffer.concat([bytes.subarray(0, from), b, a, bytes.subarray(to + b.length)])
}
const cut: Mutation = (bytes, random) => bytes.subarray(0, 1 + random.below(bytes.length))

/** Bytes flipped, chunks dropped, doubled or swapped, or the end cut off: once or a few times. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let changed = bytes
  for (let n = 0; n <= random.below(3) && changed.length > 0; n++) changed = random.pick([flip, flip, drop, double, swap, cut])(changed, random)
  return changed
}
