import { parentPort } from 'node:worker_threads'
import { RefusedError } from '../../schema/receipts.ts'
import { openFile } from './open-file.ts'

// Without the web's streams the library inflates by itself: as fast, and loading them takes Node longer than reading a day's workbook.
Reflect.deleteProperty(globalThis, 'DecompressionStream')

/** Opens files apart from the main thread: what hangs or swells is ended with the worker. */
parentPort?.on('message', async (bytes: Uint8Array) => {
  try {
    parentPort?.postMessage({ sheets: await openFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) })
  } catch (error) {
    parentPort?.postMessage(error instanceof RefusedError ? { refused: error.finding } : { failed: error instanceof Error ? error.name : 'Error' })
  }
})
