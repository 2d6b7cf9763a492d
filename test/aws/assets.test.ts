import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib/core'
import { expect, test } from 'vitest'
import { analyticsStack } from '../../infra/analytics-stack.ts'
import { cdkFolder } from '../infra/cdk-folder.ts'

interface Declared {
  readonly Type: string
  readonly Properties?: { readonly Handler: string; readonly Code: { readonly S3Key: string } }
}

test('each function is deployed as its own bundle, with the binding of arm64', () => {
  const app = new App({
    analyticsReporting: false,
    outdir: cdkFolder(),
    context: { stage: 'thu-nghiem', provinces: '82', '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true },
  })
  const stack = analyticsStack(app)
  const assembly = app.synth()
  const { Resources } = assembly.getStackArtifact(stack.artifactId).template as { Resources: Record<string, Declared> }
  const functions = Object.values(Resources).flatMap(({ Type, Properties }) => (Type === 'AWS::Lambda::Function' && Properties ? [Properties] : []))
  expect(functions).toHaveLength(3)
  for (const { Handler, Code } of functions) {
    const folder = join(assembly.directory, `asset.${Code.S3Key.replace('.zip', '')}`)
    expect(existsSync(join(folder, `${Handler.replace(/\.handler$/, '')}.js`)), Handler).toBe(true)
    expect(existsSync(join(folder, 'node_modules/@duckdb/node-bindings-linux-arm64/duckdb.node')), Handler).toBe(true)
  }
})
