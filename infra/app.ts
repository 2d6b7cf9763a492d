import { App, Validations } from 'aws-cdk-lib/core'
import { AwsSolutionsChecks } from 'cdk-nag'
import { analyticsStack } from './analytics-stack.ts'
import { SettingError } from './settings.ts'

try {
  const app = new App({ analyticsReporting: false })
  analyticsStack(app)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof SettingError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
