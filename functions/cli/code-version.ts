declare const CODE_VERSION: string | undefined

/** Put in by the build: the version and a digest of the sources. */
export const codeVersion = typeof CODE_VERSION === 'string' ? CODE_VERSION : 'source'
