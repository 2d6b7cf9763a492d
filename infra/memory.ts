/** Megabytes of each function, chosen by what was measured: docs/aws.md, test/aws/memory.test.ts. A whole core comes with 1,769. */
export const MEMORY_MB = { landing: 3008, serving: 1769, checking: 1769 } as const
