interface CommandHelp {
  readonly usage: string
  readonly vi: string
  readonly en: string
  readonly options?: readonly (readonly [string, string, string])[]
  readonly examples: readonly string[]
}

export const commandHelps: Readonly<Record<string, CommandHelp>> = {
  demo: {
    usage: 'da06 demo [--port N]',
    vi: 'Nạp bộ tệp mẫu (số liệu giả) vào một kho, in kết quả và phục vụ GraphQL',
    en: 'Land the bundled exports (made-up counts) into a lake, report, and serve GraphQL',
    options: [['--port N', 'cổng, 0 là cổng trống; mặc định 4006', 'port, 0 takes a free one; default 4006']],
    examples: ['da06 demo', 'da06 demo --port 0 --lake ./lake-demo'],
  },
  land: {
    usage: 'da06 land PATH… [--province CODE] [--date DAY | --date FIRST/LAST] [--received-at MOMENT] [--explain]',
    vi: 'Nạp tệp và thư mục (mọi cấp, mọi thứ tự)',
    en: 'Land files and folders (any depth, any order)',
    options: [
      ['--province CODE', 'mã tỉnh, cho tệp không ghi tỉnh', 'province of files that name none'],
      ['--date YYYY-MM-DD', 'ngày, cho tệp không ghi ngày; của một kỳ: ĐẦU/CUỐI', 'day of files that state none; of a period: FIRST/LAST'],
      ['--explain', 'chỉ cho biết hiểu tệp thế nào, không nạp', 'tell how the files are understood, land nothing'],
      ['--received-at MOMENT', 'thời điểm tỉnh nhận tệp; mặc định: bây giờ', 'when the province got the files; default: now'],
    ],
    examples: ['da06 land DC01_2023-08-20.xlsx', 'da06 land ./exports --province 82', 'da06 land ./exports --format ndjson', 'da06 land DC01_2023-08-20.xlsx --explain'],
  },
  reland: {
    usage: 'da06 reland [SHA256…]',
    vi: 'Đọc lại tệp gốc theo danh mục đơn vị hiện có, để dòng bị loại trước đây được nạp',
    en: 'Read raw files again by the register of today, so that rows kept out can come in',
    examples: ['da06 reland'],
  },
  withdraw: {
    usage: 'da06 withdraw SHA256 --reason TEXT',
    vi: 'Rút lại một tệp đã nạp; số liệu trở lại như chưa có nó, không xóa gì',
    en: 'Take a landing back; facts return to what they would be without it, nothing is deleted',
    options: [['--reason TEXT', 'lý do, được lưu lại', 'why; it is kept']],
    examples: ['da06 withdraw <SHA256> --reason "nạp nhầm"'],
  },
  units: {
    usage:
      'da06 units import FILE --valid-from YYYY-MM-DD | units add NAME --code CODE --province CODE --valid-from DAY [--type TYPE] | units search TEXT [--on DAY] | units tree [CODE] [--on DAY] | units alias TEXT CODE --by WHO [--within CODE]',
    vi: 'Danh mục đơn vị: nạp một bản, thêm một sở hay ngành, tìm theo tên hoặc mã, xem cây, xác nhận một cách viết',
    en: 'The register of units: import an edition, add an agency, search by name or code, see the tree, settle a spelling',
    options: [
      ['--valid-from DAY', 'ngày bản danh mục có hiệu lực', 'day the edition is valid from'],
      ['--code CODE', 'mã của sở, ngành được thêm', 'code of the agency added'],
      ['--province CODE', 'tỉnh của nó', 'its province'],
      ['--type TYPE', 'loại; mặc định: theo chữ đầu của tên (sở, cục, công an …)', "type; default: by the name's first words (sở, cục, công an …)"],
      ['--by WHO', 'ai xác nhận cách viết (đơn vị, chức vụ)', 'who settles the spelling (an office, a role)'],
      ['--within CODE', 'cách viết chỉ đúng trong tỉnh hoặc huyện này', 'the province or district within which it holds'],
      ['--on DAY', 'đơn vị có hiệu lực ngày này; mặc định: hôm nay', 'units valid on this day; default: today'],
    ],
    examples: [
      'da06 units import units.csv --valid-from 2023-01-01',
      'da06 units add "Sở Khoa học và Công nghệ" --code H.09 --province 82 --valid-from 2023-01-01',
      'da06 units search "my tho" --on 2023-10-18',
      'da06 units tree 82 --on 2023-10-18',
      'da06 units alias "P. Một" 28261 --by "Phòng tổng hợp" --within 815',
    ],
  },
  services: {
    usage: 'da06 services list [--on DAY] | services import FILE --valid-from YYYY-MM-DD [--add]',
    vi: 'Danh mục dịch vụ công thiết yếu: xem trong một ngày, nạp một bản',
    en: 'The catalogue of essential services: list it on a day, import an edition',
    options: [
      ['--valid-from DAY', 'ngày bản danh mục có hiệu lực', 'day the edition is valid from'],
      ['--add', 'thêm vào danh mục đang có; không ghi là thay cả danh mục', 'add to what is listed; without it the file is the whole catalogue'],
      ['--on DAY', 'danh mục trong ngày này; mặc định: hôm nay', 'the catalogue on this day; default: today'],
    ],
    examples: ['da06 services list --on 2023-10-18', 'da06 services list --format csv > services.csv', 'da06 services import services.csv --valid-from 2024-03-01'],
  },
  query: {
    usage: 'da06 query NAME [key=value …]',
    vi: 'Hỏi một câu trong danh mục câu hỏi',
    en: 'Ask one question of the catalogue',
    examples: [
      'da06 query trend unit=82 metric=activated from=2023-08-20 to=2023-10-18',
      'da06 query comparison unit=82 level=district metric=activation_rate_by_target on=2023-10-18 since=2023-10-11',
      'da06 query funnel unit=815 on=2023-10-18',
      'da06 query checks unit=82 from=2023-08-20 to=2023-10-18',
      'da06 query findings code=not_a_count --format csv',
      'da06 query discipline unit=82 from=2023-09-01 to=2023-10-30 state=missing',
    ],
  },
  verify: {
    usage: 'da06 verify',
    vi: 'Đọc toàn bộ kho: đối tượng, biên nhận, số liệu và tệp gốc có khớp nhau không',
    en: 'Read the whole lake: do objects, receipts, facts and raw files agree',
    examples: ['da06 verify'],
  },
  serve: {
    usage: 'da06 serve [--port N]',
    vi: 'Phục vụ GraphQL và GraphiQL trên 127.0.0.1',
    en: 'Serve GraphQL and GraphiQL on 127.0.0.1',
    options: [['--port N', 'cổng, 0 là cổng trống; mặc định 4006', 'port, 0 takes a free one; default 4006']],
    examples: ['da06 serve', 'da06 serve --port 0 --lake ./lake'],
  },
  tables: {
    usage: 'da06 tables --for trino|glue',
    vi: 'In lệnh tạo bảng của kho cho Trino, hoặc bảng Glue (cho Athena) dạng JSON',
    en: "Print the statements that make the lake's tables in Trino, or Glue's tables (for Athena) as JSON",
    options: [['--for NAME', 'trino hoặc glue; glue cần --lake s3://…', 'trino or glue; glue needs --lake s3://…']],
    examples: ['da06 tables --for trino', 'da06 tables --for glue --lake s3://kho-de-an-06/lake'],
  },
  queries: {
    usage: 'da06 queries --for trino|athena',
    vi: 'In các câu hỏi trong danh mục thành SQL có ví dụ, để lưu trong bảng điều khiển của Trino hay Athena',
    en: "Print the catalogue's questions as SQL with examples, to be saved in Trino's or Athena's console",
    options: [['--for NAME', 'trino (văn bản) hoặc athena (JSON)', 'trino (text) or athena (JSON)']],
    examples: ['da06 queries --for trino', 'da06 queries --for athena'],
  },
  schema: { usage: 'da06 schema', vi: 'In lược đồ GraphQL (SDL)', en: 'Print the GraphQL schema (SDL)', examples: ['da06 schema > schema.graphql'] },
}

const commonOptions = [
  ['--lake PATH', 'kho: thư mục hoặc s3://bucket/prefix; mặc định DA06_LAKE hoặc ./lake', 'the lake: a folder or s3://bucket/prefix; default DA06_LAKE or ./lake'],
  ['--engine NAME', 'duckdb (mặc định), trino, athena hoặc auto; hoặc DA06_ENGINE', 'duckdb (default), trino, athena or auto; or DA06_ENGINE'],
  ['--format NAME', 'table (mặc định), csv, json, ndjson', 'table (default), csv, json, ndjson'],
] as const

const listed = (rows: readonly (readonly [string, string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, vi, en]) => `  ${name.padEnd(width)}  ${vi}\n  ${' '.repeat(width)}  ${en}\n`).join('')
}

export function generalHelp(name?: string): string {
  if (name && Object.hasOwn(commandHelps, name)) return commandHelp(name)
  return `Đề án 06 Analytics — từ tệp xuất của công an xã đến con số bảo vệ được
                     from a commune's export to a number that can be defended

Lệnh / Commands
${listed(Object.entries(commandHelps).map(([command, { vi, en }]) => [command, vi, en] as const))}
Tùy chọn chung / Options of all
${listed(commonOptions)}
Kết thúc / Exit status: 0 xong / done · 1 lỗi / failed · 2 dùng sai / wrong usage · 3 xong, có dòng hoặc tệp bị loại / done, something was refused or rejected
Thử ngay / Try: da06 demo · da06 query --help
`
}

export function commandHelp(name: string): string {
  const help = commandHelps[name]
  if (!help) return generalHelp()
  const more = name === 'query' ? '\nCâu hỏi và khóa / Questions and their keys: da06 query\n' : ''
  return `${help.usage}

${help.vi}
${help.en}

Tùy chọn / Options
${listed([...(help.options ?? []), ...commonOptions])}${more}
Ví dụ / Examples
${help.examples.map((example) => `  ${example}\n`).join('')}`
}
