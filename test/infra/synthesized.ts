import { readFileSync } from 'node:fs'
import { Template } from 'aws-cdk-lib/assertions'
import { App, type Stack } from 'aws-cdk-lib/core'
import { analyticsStack } from '../../infra/analytics-stack.ts'
import { cdkFolder } from './cdk-folder.ts'

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as { context: Record<string, unknown> }

/** Deployments that differ in what they are made of. */
export const deployments = {
  province: {},
  nation: {
    provinces: 'nation',
    engine: 'auto',
    issuer: 'https://sso.example.vn/realms/da06',
    audience: 'da06',
    scopes: 'da06/read',
    corsOrigins: 'https://so-lieu.example.vn',
    domain: 'api.example.vn',
    certificateArn: 'arn:aws:acm:ap-southeast-1:123456789012:certificate/0',
    publicHealth: 'true',
    alarmEmail: 'truc-ban@example.vn',
    budgetUsd: '200',
  },
  cdn: { provinces: '79,82', cdn: 'true', domain: 'api.example.vn', cdnCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0' },
} as const satisfies Record<string, Record<string, string>>

export type Deployment = keyof typeof deployments

/** The stack as `cdk deploy -c …` makes it, but for the bundles of the functions. */
export function synthesized(given: Readonly<Record<string, string>>): { app: App; stack: Stack } {
  const app = new App({ analyticsReporting: false, outdir: cdkFolder(), context: { ...context, 'aws:cdk:bundling-stacks': [], ...given } })
  return { app, stack: analyticsStack(app) }
}

export interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly DependsOn?: readonly string[]
}

export const templateOf = (deployment: Deployment): Template => Template.fromStack(synthesized(deployments[deployment]).stack)

export function resourcesOf(template: Template, type?: string): Record<string, Resource> {
  const all = template.toJSON().Resources as Record<string, Resource>
  return Object.fromEntries(Object.entries(all).filter(([, { Type }]) => type === undefined || Type === type))
}
