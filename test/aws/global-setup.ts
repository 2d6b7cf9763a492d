import { installBeyondNode } from './beyond-node.ts'

export default async function setup(): Promise<void> {
  await installBeyondNode()
}
