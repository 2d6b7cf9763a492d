import { localDay, shiftDay } from '../../schema/days.ts'
import { type Finding, finding, refuse } from '../../schema/receipts.ts'
import type { Unit } from '../../schema/units.ts'
import { type Header, nearestHeadings } from './find-header.ts'
import type { Said } from './said.ts'
import { cellText, columnLetter, type Sheet } from './sheet.ts'
import type { SheetTable } from './sheet-tables.ts'
import type { Stated } from './stated-moment.ts'

/** What a file as a whole can be found to have, in words for people, and why it may be refused. */

export function unknownColumns(sheet: Sheet, header: Header): Finding[] {
  return header.columns
    .filter(({ field, twin }) => field === null && !twin)
    .map(({ heading, index }) => {
      const near = nearestHeadings(heading)
      return finding(
        'unknown_column',
        `cột ${columnLetter(index)} "${heading}" không có trong mẫu nào đã biết; không nạp cột này.${near.length > 0 ? ` Gần nhất: ${near.join('; ')}.` : ''}`,
        `column ${columnLetter(index)} "${heading}" is in no known layout; it is not landed.${near.length > 0 ? ` Nearest: ${near.join('; ')}.` : ''}`,
        { sheet: sheet.name, row: header.top + 1, column: columnLetter(index) },
      )
    })
}

export const repeatedColumns = (sheet: Sheet, { columns, top }: Header): Finding[] =>
  columns.flatMap(({ heading, index, twin }) =>
    twin === undefined
      ? []
      : finding(
          'repeated_column',
          `cột ${columnLetter(index)} "${heading}" cùng nghĩa với cột ${twin}: không biết lấy cột nào, không nạp cột nào. Xóa hoặc đổi tiêu đề một cột rồi nạp lại.`,
          `column ${columnLetter(index)} "${heading}" says the same as column ${twin}: nobody can tell which holds, neither is landed. Delete or rename one and land again.`,
          { sheet: sheet.name, row: top + 1, column: columnLetter(index) },
        ),
  )

export const legacyFont = (sheet: Sheet): Finding[] =>
  sheet.font === undefined
    ? []
    : [
        finding(
          'legacy_font',
          `Tệp gõ bằng phông ${sheet.font} cũ; chữ đã được chuyển sang Unicode. Nên xuất lại bằng phông Unicode.`,
          `The file is typed in the old ${sheet.font} font; its text was turned into Unicode. Better export it in a Unicode font.`,
          { sheet: sheet.name },
        ),
      ]

/** A day that other lines contradict, or that has not come yet. */
export function doubtfulDay(sheet: Sheet, stated: Stated | null): Finding[] {
  if (stated === null) return []
  const tomorrow = shiftDay(localDay(Date.now()), 1)
  const rivals = stated.rivals.join(', ')
  return [
    ...(rivals
      ? [
          finding(
            'date_doubtful',
            `Phần trên bảng còn ghi ngày ${rivals}; lấy ngày ${stated.day}. Nếu sai, sửa tiêu đề rồi nạp lại.`,
            `The lines above the table also state ${rivals}; ${stated.day} was taken. If that is wrong, correct the title and land again.`,
            { sheet: sheet.name, date: stated.day },
          ),
        ]
      : []),
    ...(stated.day > tomorrow
      ? [
          finding('date_doubtful', `Ngày số liệu ${stated.day} chưa tới. Kiểm tra tiêu đề.`, `The day of the figures, ${stated.day}, has not come yet. Check the title.`, {
            sheet: sheet.name,
            date: stated.day,
          }),
        ]
      : []),
  ]
}

export function hiddenRows(sheet: Sheet, header: Header): Finding[] {
  const rows = [...sheet.hiddenRows].filter((row) => row >= header.below && (sheet.rows[row] ?? []).some((cell) => cellText(cell) !== '')).sort((a, b) => a - b)
  if (rows.length === 0) return []
  const first = (rows[0] as number) + 1
  return [
    finding(
      'hidden_rows',
      `${rows.length} dòng bị ẩn (từ dòng ${first}) vẫn được đọc. Bỏ ẩn để kiểm tra.`,
      `${rows.length} hidden rows (from row ${first}) were read all the same. Unhide them to check.`,
      { sheet: sheet.name, row: first },
    ),
  ]
}

export function otherDate(sheet: Sheet, stated: Stated | null, dated: boolean, { date, first }: Said): Finding[] {
  const said = first ? `${first}/${date}` : date
  const own = stated?.first ? `${stated.first}/${stated.day}` : stated?.day
  if (said === null || (!dated && (own === undefined || own === said))) return []
  const shown = dated ? 'cột ngày / its date column' : own
  return [
    finding('date_differs', `Tệp tự ghi ngày (${shown}), lệnh nạp ghi ${said}: lấy theo tệp.`, `The file states its own day (${shown}), --date said ${said}: the file's holds.`, {
      sheet: sheet.name,
    }),
  ]
}

export function leftOut(sheets: readonly Sheet[], read: readonly { readonly sheet: Sheet }[]): Finding[] {
  return sheets
    .filter((sheet) => !read.some((one) => one.sheet.name === sheet.name) && sheet.rows.some((row) => row.some((cell) => cellText(cell) !== '')))
    .map((sheet) =>
      sheet.hidden
        ? finding(
            'sheet_left_out',
            `Trang tính ẩn "${sheet.name}" không được nạp. Bỏ ẩn nếu cần nạp.`,
            `The hidden sheet "${sheet.name}" was not landed. Unhide it if it should be.`,
            { sheet: sheet.name },
          )
        : finding(
            'sheet_left_out',
            `Trang tính "${sheet.name}" không có tiêu đề của mẫu nào đã biết hoặc không ghi ngày; không nạp.`,
            `The sheet "${sheet.name}" has no heading of a known layout, or states no day; not landed.`,
            { sheet: sheet.name },
          ),
    )
}

/** A table below another whose heading is no known one. */
export const tablesLeftOut = (tables: readonly SheetTable[]): Finding[] =>
  tables.flatMap(({ sheet, header, from }) =>
    header
      ? []
      : finding(
          'sheet_left_out',
          `Từ dòng ${from + 1} là một bảng khác, tiêu đề không thuộc mẫu nào đã biết; không nạp bảng đó.`,
          `From row ${from + 1} on stands another table, whose heading is of no known layout; that table was not landed.`,
          { sheet: sheet.name, row: from + 1 },
        ),
  )

export const unknownLayout = (sheets: readonly Sheet[]) => {
  const words = sheets
    .flatMap((sheet) => sheet.rows.slice(0, 40).flatMap((row) => row.map(cellText)))
    .filter((text) => text.length > 2 && text.length < 60 && nearestHeadings(text).length > 0)
  const near = [...new Set(words.flatMap(nearestHeadings))].slice(0, 5).join('; ')
  return refuse(
    'unknown_layout',
    `Không tìm thấy hàng tiêu đề của mẫu nào đã biết: cần cột đơn vị (Mã ĐVHC hoặc Đơn vị hành chính) và ít nhất một cột số liệu.${near ? ` Gần nhất: ${near}.` : ''}`,
    `No heading row of a known layout: a unit column (Mã ĐVHC or Đơn vị hành chính) and at least one column of counts are needed.${near ? ` Nearest: ${near}.` : ''}`,
  )
}

export const noDate = (sheet: Sheet, isPeriod: boolean) =>
  isPeriod
    ? refuse(
        'no_date',
        'Tệp không ghi kỳ báo cáo “từ ngày … đến ngày …” (tháng, quý không đủ: có quý tính từ 01/12). Nạp lại với --date YYYY-MM-DD/YYYY-MM-DD.',
        'The file does not state its period "từ ngày … đến ngày …" (a month or quarter is not enough: some run from 1 December). Land it again with --date YYYY-MM-DD/YYYY-MM-DD.',
        { sheet: sheet.name },
      )
    : refuse(
        'no_date',
        'Tệp không ghi số liệu tính đến ngày nào. Nạp lại với --date YYYY-MM-DD.',
        'The file does not state the day of its figures. Land it again with --date YYYY-MM-DD.',
        { sheet: sheet.name },
      )

/** Rows of services or fields are of one unit, which the lines above the table have to name. */
export function noUnit(sheet: Sheet, several: readonly Unit[]) {
  const told = several
    .slice(0, 5)
    .map((unit) => `${unit.code} ${unit.fullName}`)
    .join('; ')
  return refuse(
    'no_unit',
    `Phần trên bảng không ghi đơn vị báo cáo${told ? ` rõ ràng (có thể là: ${told})` : ' có trong danh mục'}. Thêm dòng “Đơn vị báo cáo: Phường …, Thành phố …” rồi nạp lại.`,
    `The lines above the table do not name ${told ? `one reporting unit (it may be: ${told})` : 'a reporting unit of the register'}. Add a line "Đơn vị báo cáo: Phường …, Thành phố …" and land again.`,
    { sheet: sheet.name },
  )
}

export const noProvince = () =>
  refuse(
    'no_province',
    'Tệp không có mã đơn vị và không ghi tên tỉnh (mười huyện cùng tên Châu Thành). Nạp lại với --province MÃ.',
    'The file has no unit codes and names no province (ten districts are called Châu Thành). Land it again with --province CODE.',
  )

/** Where every row was kept out, why the first was. */
export function noRows(findings: readonly Finding[]) {
  const first = findings.find(({ severity }) => severity === 'rejected')
  return refuse(
    'empty',
    `Tệp không có dòng số liệu nào${first ? ` nạp được. Dòng bị loại đầu tiên: ${first.message_vi}` : '.'}`,
    `The file has no row of figures${first ? ` that could land. The first that was kept out: ${first.message_en}` : '.'}`,
    first ? { sheet: first.sheet, row: first.row, column: first.column } : {},
  )
}

export const otherProvince = (own: string, said: string): Finding =>
  finding('province_differs', `Tệp thuộc tỉnh mã ${own}, lệnh nạp ghi ${said}: lấy theo tệp.`, `The file is of province ${own}, --province said ${said}: the file's holds.`)
