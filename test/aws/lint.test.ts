import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Deployment, deployments, templateOf } from '../infra/synthesized.ts'
import { beyondNode } from './beyond-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'da06-lint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function lint(name: string, template: unknown): string {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(template))
  try {
    // W3005: that a dependency is said twice, which CDK does by itself.
    return execFileSync(beyondNode.cfnLint, ['--ignore-checks', 'W3005', '--regions', 'ap-southeast-1', '--format', 'parseable', '--', path], { encoding: 'utf8' })
  } catch (error) {
    return String((error as { stdout?: string }).stdout)
  }
}

test.each(Object.keys(deployments) as Deployment[])('cfn-lint has nothing to say of %s', (deployment) => {
  expect(lint(deployment, templateOf(deployment).toJSON())).toBe('')
})

test('it does say something where something is wrong', () => {
  expect(lint('wrong', { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'long' } } } })).toMatch(/E3012/)
})
