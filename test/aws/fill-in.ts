import { REGION } from './signed-call.ts'

export const ACCOUNT = '123456789012'

/** What CloudFormation would know of a resource by its logical id: what `Ref` gives, and what `Fn::GetAtt` does. */
export interface Known {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
}

const pseudo: Readonly<Record<string, string>> = { 'AWS::AccountId': ACCOUNT, 'AWS::Region': REGION, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' }

/** A piece of a template with its references filled in. */
export function filledIn(value: unknown, known: ReadonlyMap<string, Known>): unknown {
  if (Array.isArray(value)) return value.map((one) => filledIn(one, known))
  if (typeof value !== 'object' || value === null) return value
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as { Ref?: string; 'Fn::GetAtt'?: readonly [string, string]; 'Fn::Join'?: readonly [string, readonly unknown[]] }
  if (Ref !== undefined) return pseudo[Ref] ?? found(known, Ref).ref
  if (attribute) return found(known, attribute[0]).attributes[attribute[1]] ?? missing(attribute.join('.'))
  if (join) return (filledIn(join[1], known) as string[]).join(join[0])
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filledIn(inner, known)]))
}

const found = (known: ReadonlyMap<string, Known>, id: string): Known => known.get(id) ?? missing(id)

function missing(what: string): never {
  throw new Error(`nothing is known of ${what}`)
}
