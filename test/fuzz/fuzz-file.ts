/** A file made to be misread, and how an outsider reads it. */
export interface FuzzFile {
  /** What was done to it: counted by this, and told where a property breaks. */
  readonly kind: string
  readonly name: string
  readonly bytes: Buffer
  /** The second reader for its bytes; null: there is none, the file must only do no harm. */
  readonly oracle: 'workbook' | 'html' | 'csv' | null
  /** CSV only: how it was written. */
  readonly delimiter?: string
  readonly encoding?: 'utf-8' | 'utf-16le'
  /** It holds no figures that could be trusted, or a list of persons: it must be refused. */
  readonly refused?: boolean
}

/** Somebody's data, put into notes, names of files, hidden columns and lists; it must show up nowhere. */
export const secrets = ['079085001234', '0912345678', 'Nguyễn Thị Bí Mật', 'bimat@example.vn']
export const note = `liên hệ ${secrets[2]}, 0912345678, CCCD 079085001234`
