import { activationLayouts } from './activation-layouts.ts'
import type { Layout } from './layout.ts'
import { procedureLayouts } from './procedure-layouts.ts'

/** Of two layouts that know as many headings of a file, the first is meant. */
export const layouts: readonly Layout[] = [...activationLayouts, ...procedureLayouts]

/** Words over a group of columns that change nothing of what the columns mean. Any other group ("Trong tuần") makes them others. */
export const neutralGroups: readonly string[] = [
  'Tài khoản định danh điện tử',
  'Tài khoản ĐDĐT',
  'Định danh điện tử',
  'Kết quả',
  'Kết quả lũy kế',
  'Số liệu lũy kế',
  'Kết quả đăng ký, kích hoạt tài khoản định danh điện tử',
  'Trong đó',
]
