import { type CfnElement, type Stack, Validations } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import type { Buckets } from './buckets.ts'
import type { Settings } from './settings.ts'

interface Acknowledged {
  readonly buckets: Buckets
  readonly checking: IConstruct
  readonly codes: readonly string[]
}

/** What cdk-nag asks about and why it stays as it is. Each names one finding, so that a new one is told. */
export function acknowledge(stack: Stack, settings: Settings, { buckets, checking, codes }: Acknowledged): void {
  const arn = (construct: IConstruct): string => `<${stack.getLogicalId(construct.node.defaultChild as CfnElement)}.Arn>`
  const objects = (construct: IConstruct, keys: string): string => `AwsSolutions-IAM5[Resource::${arn(construct)}/${keys}]`
  const { inbox, lake, results } = buckets
  const findings: readonly (readonly [string, string])[] = [
    ['AwsSolutions-IAM5[Resource::*]', 'Traces, and the lists that Athena’s console begins with, know no resources; those statements hold nothing else.'],
    [objects(inbox, 'inbox/*'), 'Files are named by those who hand them in. Landing alone may take and remove them, below inbox/ alone.'],
    [objects(lake, 'tables/*'), 'A landing makes objects for provinces and years that are not known before. Readers have GetObject alone.'],
    [objects(lake, 'raw/*'), 'Raw files are named by their SHA-256. The API and analysts have no leave to read them.'],
    [objects(results, 'athena/*'), 'Athena names results itself; they are gone after 7 days.'],
    [`AwsSolutions-IAM5[Resource::${arn(checking)}:*]`, 'The scheduler may start any version of the one function that checks by the clock, as CDK writes it.'],
    ...codes.map(
      (code) => [objects(inbox, `inbox/province=${code.replace('$' + '{', '<').replace('}', '>')}/*`), 'An office puts files of any name, into its own province alone.'] as const,
    ),
    ['AwsSolutions-COG8', 'The Plus plan adds risk scores at ten times the price; nobody can sign up, a second factor is required of all.'],
    ...(settings.cdn
      ? ([
          ['AwsSolutions-CFR2', 'A web ACL costs more than all else together; each request needs a token, and the API is throttled.'],
          ['AwsSolutions-S1', 'The bucket of CloudFront’s own logs.'],
        ] as const)
      : []),
  ]
  for (const [id, reason] of findings) Validations.of(stack).acknowledge({ id, reason })
}
