import type { Coverage } from '../../queries/answers.ts'
import { both, builder } from './builder.ts'

export const CoverageRef = builder.objectRef<Coverage>('Coverage').implement({
  description: both(
    'Số đơn vị có số liệu trên số đơn vị phải có: xã; với thủ tục là các đơn vị được cộng',
    'Units with a count, of those expected: communes; of procedures the units that are added up',
  ),
  fields: (t) => ({
    reporting: t.exposeInt('reporting', { description: both('Số đơn vị có số liệu của chỉ số này', 'Units with a count of this metric') }),
    expected: t.exposeInt('expected', { description: both('Số đơn vị phải có, có hiệu lực ngày đó', 'Units expected, valid that day') }),
  }),
})

/** Said alike wherever a metric's value stands. */
export const said = {
  value: both(
    'Giá trị; tỷ lệ là tổng chia tổng; null khi không có số liệu hoặc không có gì để chia, không bao giờ là 0 thay thế',
    'Value; a rate is a sum over a sum; null where there is none or nothing to divide by, which is never 0',
  ),
  numerator: both('Tử số của tỷ lệ; với số đếm là chính số đó', 'Numerator of a rate; of a count the count itself'),
  denominator: both('Mẫu số của tỷ lệ; null với số đếm', 'Denominator of a rate; null for a count'),
  coverage: both('Bao nhiêu đơn vị có số liệu', 'How many units report'),
  printed: both('Tỷ lệ như tệp đúng kỳ ghi; null khi không có', 'Rate as an export of exactly the period prints it; null where there is none'),
  metric: both('Chỉ số', 'Metric'),
  on: both('Ngày số liệu', 'Day the figures are of'),
  day: both('Ngày, với số kích hoạt', 'Day, for activation'),
  from: both('Ngày đầu, với số của một kỳ', 'First day, for what is of a period'),
  to: both('Ngày cuối, với số của một kỳ', 'Last day, for what is of a period'),
}

export const asKnownAtArg = builder.args((t) => ({
  asKnownAt: t.field({ type: 'DateTime', description: both('Như kho biết vào thời điểm này; không ghi là bây giờ', 'As the lake knew it at this moment; now if left out') }),
}))
