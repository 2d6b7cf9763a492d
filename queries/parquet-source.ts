import { partitionOf } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'

/** A table's columns with the place of its object beside them. */
export const placed = (province: string, year: string): string => `*, ${province} as province, ${year} as year`

/** Reads an object's rows from its Parquet file. */
export function parquetSource(key: string, path: string): string {
  const partition = partitionOf(key)
  const columns = partition ? placed(quoted(partition.province), String(partition.year)) : '*'
  return `select ${columns} from read_parquet(${quoted(path)}, hive_partitioning = false)`
}
