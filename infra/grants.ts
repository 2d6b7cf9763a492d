import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Buckets } from './buckets.ts'

/** Least privilege, written in one place so that the tests can hold it against a matrix: who may do what. */
const allow = (sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ sid, actions: [...actions], resources: [...resources] })

/** Without leave to list, S3 answers 403 where an object is missing. Names in the lake say provinces, years and digests. */
const find = (sid: string, bucketArn: string): PolicyStatement => allow(sid, ['s3:ListBucket'], [bucketArn])

/** Reads tables, not raw files. */
export const readTables = ({ lake }: Buckets): PolicyStatement[] => [
  allow('ReadTables', ['s3:GetObject'], [lake.arnForObjects('tables/*'), lake.arnForObjects('lake.json')]),
  find('FindInLake', lake.bucketArn),
]

export const readWholeLake = (buckets: Buckets): PolicyStatement[] => [
  ...readTables(buckets),
  allow('ReadRaw', ['s3:GetObject'], [buckets.lake.arnForObjects('raw/*')]),
  allow('FindUnfinished', ['s3:ListBucketMultipartUploads'], [buckets.lake.bucketArn]),
]

/** Parts that were not put together may be dropped: they are no object yet. A key of its own shows that conditions of writes are kept. */
export const writeLake = (buckets: Buckets): PolicyStatement[] => {
  const keys = ['tables/*', 'raw/*', 'lake.json'].map((key) => buckets.lake.arnForObjects(key))
  const trial = buckets.lake.arnForObjects('.conditional-writes')
  return [
    ...readWholeLake(buckets),
    allow('WriteLake', ['s3:PutObject', 's3:AbortMultipartUpload'], keys),
    allow('TryConditions', ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [trial]),
  ]
}

/** The only leave to delete that anybody has. */
export const emptyInbox = ({ inbox }: Buckets): PolicyStatement[] => [
  allow('TakeFromInbox', ['s3:GetObject', 's3:DeleteObject'], [inbox.arnForObjects('inbox/*')]),
  find('FindInInbox', inbox.bucketArn),
]

/** Hands files in for the provinces named, and can't even read them again. */
export const handIn = ({ inbox }: Buckets, provinces: readonly string[]): PolicyStatement[] => [
  allow(
    'HandIn',
    ['s3:PutObject'],
    provinces.map((code) => inbox.arnForObjects(`inbox/province=${code}/*`)),
  ),
]

export interface Catalogue {
  readonly workgroupArn: string
  /** Athena's own, which is Glue's of the account. */
  readonly catalogueArn: string
  /** Catalogue, database, tables. */
  readonly glueArns: readonly string[]
}

/** What Athena's console lists before a question is asked. Lists of the account know no resources, and name nothing of the lake. */
export const browseAthena = ({ workgroupArn, catalogueArn, glueArns }: Catalogue): PolicyStatement[] => [
  allow('ListInConsole', ['athena:ListWorkGroups', 'athena:ListDataCatalogs', 'athena:ListEngineVersions'], ['*']),
  allow('BrowseCatalogue', ['athena:GetDataCatalog', 'athena:ListDatabases', 'athena:GetDatabase', 'athena:ListTableMetadata', 'athena:GetTableMetadata'], [catalogueArn]),
  allow('ReadHistory', ['athena:ListQueryExecutions', 'athena:BatchGetQueryExecution', 'athena:GetQueryResultsStream', 'athena:GetQueryRuntimeStatistics'], [workgroupArn]),
  allow('BrowseShapes', ['glue:GetDatabases'], glueArns),
]

/** Asks Athena: the workgroup, the table shapes, the results; the tables are read with the asker's own leave. */
export const askAthena = ({ results }: Buckets, { workgroupArn, glueArns }: Catalogue): PolicyStatement[] => [
  allow(
    'AskAthena',
    [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
      'athena:GetWorkGroup',
      'athena:BatchGetNamedQuery',
      'athena:GetNamedQuery',
      'athena:ListNamedQueries',
    ],
    [workgroupArn],
  ),
  allow('ReadShapes', ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'], glueArns),
  allow('KeepResults', ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], [results.arnForObjects('athena/*')]),
  allow('FindResults', ['s3:GetBucketLocation', 's3:ListBucket'], [results.bucketArn]),
]
