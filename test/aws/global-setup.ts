import { installBeyondNode } from './beyond-node.ts'

export default function setup(): void {
  installBeyondNode()
}
