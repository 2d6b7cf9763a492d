import { readFileSync } from 'node:fs'
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase } from 'aws-cdk-lib/aws-glue'
import { CfnResource, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type TableName, tables } from '../schema/columns.ts'
import { glueTable } from '../schema/external-tables.ts'
import type { Buckets } from './buckets.ts'
import type { Settings } from './settings.ts'

export interface AnalystTables {
  readonly database: string
  readonly workgroup: string
  readonly workgroupArn: string
  readonly catalogueArn: string
  readonly glueArns: readonly string[]
}

/** The lake's tables for Athena: columns from schema/columns.ts, partitions reckoned from their names, so no crawler and nothing to register. */
export function addAnalystTables(scope: Construct, settings: Settings, buckets: Buckets): AnalystTables {
  const { account, region, partition } = Stack.of(scope)
  const database = `da06_${settings.stage.replaceAll('-', '_')}`
  const made = new CfnDatabase(scope, 'Database', { catalogId: account, databaseInput: { name: database, description: `Đề án 06 Analytics, ${settings.stage}` } })
  for (const name of Object.keys(tables) as TableName[]) addTable(scope, buckets, name, made)
  const workgroup = addWorkgroup(scope, settings, buckets, database)
  const glue = (kind: string): string => `arn:${partition}:glue:${region}:${account}:${kind}`
  return {
    database,
    workgroup: workgroup.name,
    workgroupArn: `arn:${partition}:athena:${region}:${account}:workgroup/${workgroup.name}`,
    catalogueArn: `arn:${partition}:athena:${region}:${account}:datacatalog/AwsDataCatalog`,
    glueArns: [glue('catalog'), glue(`database/${database}`), ...Object.keys(tables).map((name) => glue(`table/${database}/${name}`))],
  }
}

/** Columns and partitions are described once, in schema/; CloudFormation takes the same form as Glue's own API. */
function addTable(scope: Construct, { lake }: Buckets, name: TableName, database: CfnDatabase): void {
  const table = new CfnResource(scope, `Table-${name}`, {
    type: 'AWS::Glue::Table',
    properties: { CatalogId: database.catalogId, DatabaseName: database.ref, TableInput: glueTable(name, `s3://${lake.bucketName}`) },
  })
  table.addResourceDependency(database)
}

/** Enforced: nobody's own settings take a query past the encryption, the folder of results or the cut-off. */
function addWorkgroup(scope: Construct, { stage, scanCutoffMb }: Settings, { results }: Buckets, database: string): CfnWorkGroup {
  const { account } = Stack.of(scope)
  const workgroup = new CfnWorkGroup(scope, 'Workgroup', {
    name: `da06-${stage}`,
    description: `Đề án 06 Analytics, ${stage}`,
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: scanCutoffMb * 1_000_000,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${results.bucketName}/athena/`,
        expectedBucketOwner: account,
        encryptionConfiguration: { encryptionOption: 'SSE_S3' },
      },
    },
  })
  for (const { name, description, sql } of savedQueries()) {
    const saved = new CfnNamedQuery(scope, `Query-${name}`, { name, description, database, workGroup: workgroup.name, queryString: sql })
    saved.addResourceDependency(workgroup)
  }
  return workgroup
}

interface SavedQuery {
  readonly name: string
  readonly description: string
  readonly sql: string
}

/** The catalogue's questions with example values, as `UPDATE_DOCS=1 npx vitest run test/infra` writes them. */
const savedQueries = (): SavedQuery[] => JSON.parse(readFileSync(new URL('saved-queries.json', import.meta.url), 'utf8')) as SavedQuery[]
