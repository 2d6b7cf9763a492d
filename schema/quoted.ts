/** Text as SQL. In DuckDB, Trino and Athena alike a quote is doubled and nothing else means anything: no backslash, no comment. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
