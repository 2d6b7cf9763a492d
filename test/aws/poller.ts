import type { SQSBatchResponse } from 'aws-lambda'
import type { RunningFunction } from './runtime-api.ts'
import type { Stage } from './stage.ts'

/** What Lambda's event source mapping does between the queue and the function, with the function's own keys. */
export interface Poller {
  /** Hands on what waits until nothing does; `untilEmpty`: what comes back is waited for. */
  drain(options?: { readonly untilEmpty?: boolean }): Promise<void>
  waitingIn(queueUrl: string): Promise<number>
  /** What an operator's replay does: each message of the dead-letter queue goes back to the one it came from. */
  replay(): Promise<number>
}

interface Message {
  readonly MessageId: string
  readonly ReceiptHandle: string
  readonly Body: string
  readonly Attributes?: Readonly<Record<string, string>>
}

const BATCH = 50

export function poller(stage: Stage, ...functions: readonly RunningFunction[]): Poller {
  const sqs = async (action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const { status, text } = await stage.call(await stage.keysOf('landingrole'), { service: 'sqs', action, input: { QueueUrl: stage.queueUrl, ...input } })
    if (status !== 200) throw new Error(`sqs ${action}: ${status} ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  const received = async (): Promise<Message[]> => {
    const messages: Message[] = []
    while (messages.length < BATCH) {
      const { Messages = [] } = (await sqs('ReceiveMessage', { MaxNumberOfMessages: 10, VisibilityTimeout: 120, AttributeNames: ['ApproximateReceiveCount'] })) as {
        Messages?: Message[]
      }
      if (Messages.length === 0) break
      messages.push(...Messages)
    }
    return messages
  }
  const handOn = async (running: RunningFunction, messages: readonly Message[]): Promise<void> => {
    const Records = messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      eventSource: 'aws:sqs',
    }))
    // A function that fails as a whole has taken nothing off the queue.
    const failed = await running.invoke<SQSBatchResponse>({ Records }).then(
      ({ batchItemFailures }) => new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)),
      () => new Set(messages.map(({ MessageId }) => MessageId)),
    )
    for (const { MessageId, ReceiptHandle } of messages)
      await (failed.has(MessageId) ? sqs('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 }) : sqs('DeleteMessage', { ReceiptHandle }))
  }
  const waitingIn = async (QueueUrl: string): Promise<number> => {
    const { text } = await stage.call(stage.root, { service: 'sqs', action: 'GetQueueAttributes', input: { QueueUrl, AttributeNames: ['All'] } })
    return Number((JSON.parse(text) as { Attributes: Record<string, string> }).Attributes.ApproximateNumberOfMessages)
  }
  const asOperator = async (action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const { status, text } = await stage.call(await stage.keysOf('operator'), { service: 'sqs', action, input })
    if (status !== 200) throw new Error(`sqs ${action}: ${status} ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  return {
    waitingIn,
    async replay() {
      const { Messages = [] } = (await asOperator('ReceiveMessage', { QueueUrl: stage.failedUrl, MaxNumberOfMessages: 10 })) as { Messages?: Message[] }
      for (const { Body, ReceiptHandle } of Messages) {
        await asOperator('SendMessage', { QueueUrl: stage.queueUrl, MessageBody: Body })
        await asOperator('DeleteMessage', { QueueUrl: stage.failedUrl, ReceiptHandle })
      }
      return Messages.length
    },
    async drain({ untilEmpty = false } = {}) {
      const lanes = functions.map(async (running) => {
        for (let messages = await received(); messages.length > 0 || (untilEmpty && (await waitingIn(stage.queueUrl)) > 0); messages = await received())
          await handOn(running, messages)
      })
      await Promise.all(lanes)
    },
  }
}
