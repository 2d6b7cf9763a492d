/** A file that waits: which version of it, and when it was put there (milliseconds since 1970). */
export interface WaitingFile {
  readonly etag: string
  readonly size: number
  readonly putAt: number
}

/** Where files are put to be landed: a bucket of short-lived objects. Throws InboxError where it does not do what it is asked. */
export interface Inbox {
  /** Null where it has gone. */
  find(key: string): Promise<WaitingFile | null>
  /** The bytes of just that version; null where it has gone, or another has been put over it. */
  bytes(key: string, etag: string): Promise<Buffer | null>
  /** SHA-256 of a file too large to be held; null as above. What takes longer than it may is an InboxError. */
  digest(key: string, etag: string): Promise<string | null>
  /** Removes that version; one that was put over it stays, and has a message of its own. */
  remove(key: string, etag: string): Promise<void>
}

/** The inbox failed. Keys in it are names of files, as people have given them: the message has none. */
export class InboxError extends Error {
  override name = 'InboxError'
}
