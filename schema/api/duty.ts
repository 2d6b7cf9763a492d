import { dutyNamed, type ReportingDuty, reportingDuties } from '../reporting-duties.ts'
import { both, builder } from './builder.ts'

export const DutyCodeRef = builder.enumType('DutyCode', {
  description: both('Mã chế độ báo cáo', 'Codes of reporting duties'),
  values: Object.fromEntries(reportingDuties.map(({ code, vi, en }) => [code.toUpperCase().replaceAll('-', '_'), { value: code, description: both(vi, en) }])),
})

export const DutyRef = builder.objectRef<ReportingDuty>('Duty').implement({
  description: both('Một chế độ báo cáo: ai nợ số liệu gì, đến hạn khi nào', 'A reporting duty: who owes which figures, and when they are due'),
  fields: (t) => ({
    code: t.field({ type: DutyCodeRef, description: both('Mã', 'Code'), resolve: ({ code }) => code }),
    labelVi: t.exposeString('vi', { description: both('Tên tiếng Việt', 'Name in Vietnamese') }),
    labelEn: t.exposeString('en', { description: both('Tên tiếng Anh', 'Name in English') }),
    table: t.exposeString('table', { description: both('Bảng dữ kiện mà báo cáo điền vào', 'Fact table that its figures go to') }),
    provinces: t.stringList({
      nullable: true,
      description: both(
        'Các tỉnh phải nộp; null: tỉnh nào đã từng gửi, hoặc được hỏi đích danh',
        'Provinces that owe it; null: any that has sent one, or where it is asked for by name',
      ),
      resolve: ({ provinces }) => (provinces ? [...provinces] : null),
    }),
    source: t.exposeString('source', { description: both('Văn bản quy định', 'Document that sets it') }),
  }),
})

/** The duty of a code that the enum let through. */
export function dutyFrom(code: string): ReportingDuty {
  const duty = dutyNamed(code)
  if (!duty) throw new Error(`no duty ${code}`)
  return duty
}

builder.queryField('duties', (t) => t.field({ type: [DutyRef], description: both('Các chế độ báo cáo', 'The reporting duties'), resolve: () => [...reportingDuties] }))
