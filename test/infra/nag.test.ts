import { Bucket } from 'aws-cdk-lib/aws-s3'
import { App, Stack, Validations } from 'aws-cdk-lib/core'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import { cdkFolder } from './cdk-folder.ts'
import { type Deployment, deployments, synthesized } from './synthesized.ts'

test.each(Object.keys(deployments) as Deployment[])('cdk-nag has nothing to say that is not acknowledged with a reason: %s', (deployment) => {
  const { app } = synthesized(deployments[deployment])
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  expect(() => app.synth()).not.toThrow()
})

test('it does say something where there is something to say', () => {
  const app = new App({ analyticsReporting: false, outdir: cdkFolder() })
  new Bucket(new Stack(app, 'Bare'), 'Bucket')
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/)
})
