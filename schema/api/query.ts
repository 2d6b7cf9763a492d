import { both, builder } from './builder.ts'

builder.queryType({ description: both('Mọi câu hỏi bắt đầu từ đây; API chỉ đọc', 'Every question starts here; the API only reads') })
