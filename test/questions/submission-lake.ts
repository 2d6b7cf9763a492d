import type { LakeRow, LakeRows } from './lake.ts'

export interface SentFile {
  /** Sixty-four digits of it make the file's SHA-256. */
  readonly name: string
  readonly province: string
  readonly table: string
  readonly breakdown: string
  readonly first: string
  readonly last: string
  readonly units: readonly string[]
  /** ISO 8601 with offset. */
  readonly received: string
  /** Default: when it was received. */
  readonly landed?: string
  readonly withdrawn?: string | undefined
}

const shaOf = (name: string): string => name.padStart(64, '0')

/** Receipts and submissions as landing those files would leave them. */
export function submissionRows(files: readonly SentFile[]): LakeRows {
  const common = ({ name, received, landed = received, province }: SentFile): LakeRow => ({
    sha256: shaOf(name),
    received_at: Date.parse(received),
    landed_at: Date.parse(landed),
    province: province === 'none' ? null : province,
  })
  return {
    landings: files.map((file) => ({
      ...common(file),
      file: `${file.name}.xlsx`,
      state: file.withdrawn ? 'withdrawn' : 'landed',
      withdrawn_at: file.withdrawn ? Date.parse(file.withdrawn) : null,
      ...{ table: file.table, layout: 'ii06a', first: file.first, last: file.last, rows: file.units.length, rejected: 0 },
    })),
    submissions: files.flatMap((file) =>
      file.units.map((unit_code) => ({ ...common(file), table: file.table, breakdown: file.breakdown, first: file.first, last: file.last, unit_code, rows: 1 })),
    ),
  }
}
