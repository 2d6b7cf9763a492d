import { StorageError } from '../../schema/lake.ts'

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'ổ đĩa đã đầy / the disk is full',
  EROFS: 'chỉ đọc / read-only',
  EACCES: 'không có quyền / no permission',
  EPERM: 'không có quyền / no permission',
  EDQUOT: 'hết hạn mức / over quota',
}

/** DuckDB tells the system's word for it and no code. */
const said: Readonly<Record<string, RegExp>> = {
  ENOSPC: /no space left on device/i,
  EROFS: /read-only file system/i,
  EACCES: /permission denied/i,
  EDQUOT: /quota exceeded/i,
}

function codeOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : ''
  return (error as NodeJS.ErrnoException).code ?? Object.keys(said).find((one) => said[one]?.test(message))
}

/** Whether a write failed for want of room. */
export const isNoRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')

/** What a file system says no with, in words that name the object and no path of the machine; anything else as it is. */
export function folderFault(error: unknown, key: string): unknown {
  const code = codeOf(error)
  return code && words[code] ? new StorageError(`${key}: ${words[code]}`) : error
}
