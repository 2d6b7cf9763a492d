import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Receipt } from '../../schema/receipts.ts'
import { landInbox } from '../land/land-inbox.ts'
import { s3Storage } from '../storage/s3.ts'
import { functionSettings } from './function-settings.ts'
import { s3Inbox } from './s3-inbox.ts'
import { telling } from './telling.ts'

const settings = functionSettings()
const tell = telling()
const onRetry = ({ operation, code }: { operation: string; code: string }): void => tell.log({ level: 'info', message: 'asked S3 again', operation, code })
const lake = s3Storage({ ...settings.lake, onRetry })
const inbox = s3Inbox({ ...settings.lake, bucket: settings.need('DA06_INBOX'), prefix: '', onRetry })

const states = { landed: 'FilesLanded', unchanged: 'FilesUnchanged', refused: 'FilesRefused', withdrawn: 'FilesUnchanged' } as const

function landed({ state, rows, rejected, findings }: Receipt, bytes: number): void {
  tell.count(states[state], 1)
  tell.count('BytesRead', bytes, 'bytes')
  if (state !== 'landed') return
  tell.count('RowsLanded', rows)
  tell.count('RowsRejected', rejected)
  tell.count('Findings', findings.length)
}

/** Lands what a batch of messages says has come into the inbox; those that failed are named and come again. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  tell.invocation(context, () => tell.traced('land', () => landInbox(event, { inbox, lake, log: tell.log, landed })))
