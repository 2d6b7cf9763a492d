/** A file that was withdrawn and landed again has two receipts. */
export const landingId = (row: { readonly sha256: string; readonly landed_at: number }): string => `${row.sha256}@${row.landed_at}`
