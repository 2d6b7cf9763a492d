import SchemaBuilder from '@pothos/core'
import type { ApiContext } from './context.ts'

/** Defines no types: each file beside this one adds its own. */
export const builder = new SchemaBuilder<{
  Context: ApiContext
  DefaultFieldNullability: false
  Scalars: {
    /** ISO day. */
    Date: { Input: string; Output: string }
    /** In: milliseconds since 1970 (UTC). Out: those, or ISO text with the offset it was written with. */
    DateTime: { Input: number; Output: number | string }
    ID: { Input: string; Output: string }
  }
}>({ defaultFieldNullability: false })

/** Every description says it twice. */
export const both = (vi: string, en: string): string => `${vi} — ${en}`
