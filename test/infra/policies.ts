import type { Template } from 'aws-cdk-lib/assertions'
import { type Resource, resourcesOf } from './synthesized.ts'

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Principal?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export const listed = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])

/** Names in place of what CloudFormation fills in: `<Lake5F1B88EA>/tables/*` becomes `lake/tables/*`. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[]; 'Fn::Join'?: readonly [string, readonly unknown[]] }
  if (Ref !== undefined) return Ref.startsWith('AWS::') ? `<${Ref.slice(5)}>` : named(Ref)
  if (attribute) return named(attribute[0] as string)
  if (join) return join[1].map(shown).join(join[0])
  throw new Error(`what is ${JSON.stringify(value)}?`)
}

const named = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '').toLowerCase()

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] }
  readonly Roles?: readonly { readonly Ref: string }[]
}

/** Every statement that a role or a policy for people has, by its name in the stack. */
export function statementsOf(template: Template): Record<string, Statement[]> {
  const owners: Record<string, Statement[]> = {}
  const add = (owner: string, { Properties }: Resource): void => {
    owners[owner] = [...(owners[owner] ?? []), ...(Properties as unknown as PolicyProperties).PolicyDocument.Statement]
  }
  for (const policy of Object.values(resourcesOf(template, 'AWS::IAM::Policy')))
    for (const { Ref } of (policy.Properties as unknown as PolicyProperties).Roles ?? []) add(named(Ref), policy)
  for (const [id, policy] of Object.entries(resourcesOf(template, 'AWS::IAM::ManagedPolicy'))) add(named(id), policy)
  return owners
}
