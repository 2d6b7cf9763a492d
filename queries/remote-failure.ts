import { InputError } from '../schema/input-error.ts'
import { StorageError } from '../schema/lake.ts'

const kinds: readonly (readonly [RegExp, (what: string) => Error])[] = [
  [
    /^(HIVE_(BAD_DATA|CANNOT_OPEN_SPLIT|CURSOR_ERROR|FILE_NOT_FOUND|FILESYSTEM_ERROR|MISSING_DATA|UNKNOWN_ERROR))$/,
    (what) => new StorageError(`một đối tượng của kho không đọc được; chạy da06 verify / an object of the lake can not be read; run da06 verify (${what})`),
  ],
  [
    /^((TABLE|SCHEMA|CATALOG|COLUMN)_NOT_FOUND|TYPE_MISMATCH|HIVE_(METASTORE_ERROR|INVALID_METADATA|PARTITION_SCHEMA_MISMATCH|INVALID_PARTITION_VALUE))$/,
    (what) => new StorageError(`bảng chưa có hoặc đã cũ; tạo lại bằng da06 tables / tables are missing or out of date; make them with da06 tables (${what})`),
  ],
  [/^(PERMISSION_DENIED|ACCESS_DENIED)$/, (what) => new StorageError(`không có quyền đọc bảng / no right to read the tables (${what})`)],
  [
    /^(EXCEEDED_\w+|CLUSTER_OUT_OF_MEMORY|QUERY_TEXT_TOO_LARGE|BYTES_SCANNED_LIMIT|EXHAUSTED_RESOURCES)$/,
    (what) =>
      new InputError('LIMIT_EXCEEDED', 'query', `Câu hỏi quá lớn cho engine; hỏi ít đơn vị hoặc ít ngày hơn / too large for the engine; ask for fewer units or days (${what})`),
  ],
]

/**
 * A query that failed elsewhere, told by the error's name alone: the service's own message may quote the SQL, a path or
 * an address. Who runs the service finds it by the query's id.
 */
export function remoteFailure(service: string, name: string, query: string): Error {
  const what = `${service}: ${name}, query ${query}`
  const told = kinds.find(([names]) => names.test(name))?.[1]
  return told?.(what) ?? new StorageError(`engine không trả lời được / the engine could not answer (${what})`)
}
