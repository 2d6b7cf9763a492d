import { folded } from './names.ts'

/** Causes written beside counts, in groups: the words of an export may name somebody, so none of them is kept. */
export interface CauseGroup {
  readonly code: string
  readonly vi: string
  readonly en: string
  /** Words, without accents, that make a text one of this group. */
  readonly words: readonly string[]
}

/** Of two groups that know a text, the first is meant; a text that none knows is `other`. */
export const causeGroups: readonly CauseGroup[] = [
  {
    code: 'waiting_for_others',
    vi: 'Chờ cơ quan phối hợp',
    en: 'Waiting for another agency',
    words: ['phoi hop', 'lien thong', 'cho y kien', 'cho ket qua', 'cho xac minh', 'lay y kien', 'cho tra loi', 'cap tren'],
  },
  {
    code: 'wrong_process',
    vi: 'Thực hiện sai quy trình',
    en: 'Wrong process followed',
    words: ['sai quy trinh', 'sai thu tuc', 'nham thu tuc', 'khong dung quy trinh', 'nop sai'],
  },
  {
    code: 'not_in_charge',
    vi: 'Không thuộc thẩm quyền',
    en: 'Not in the office’s charge',
    words: ['tham quyen', 'khong thuoc dia ban', 'khac dia ban', 'ngoai dia ban', 'khong du dieu kien', 'khong dung doi tuong'],
  },
  {
    code: 'missing_documents',
    vi: 'Thiếu, sai thành phần hồ sơ',
    en: 'Documents missing or wrong',
    words: [
      'thieu thanh phan',
      'thieu giay',
      'thieu ho so',
      'thanh phan',
      'bo sung',
      'giay to',
      'chua day du',
      'khong hop le',
      'khong ro rang',
      'mo nhoe',
      'sai thong tin',
      'thong tin khong',
    ],
  },
  {
    code: 'system_fault',
    vi: 'Lỗi hệ thống, đường truyền',
    en: 'Fault of a system or line',
    words: ['he thong', 'duong truyen', 'phan mem', 'loi mang', 'ket noi', 'dong bo', 'dang nhap'],
  },
  { code: 'fee_unpaid', vi: 'Chưa thực hiện nghĩa vụ tài chính', en: 'Fee not paid', words: ['nghia vu tai chinh', 'le phi', 'thanh toan', 'nop thue', 'nop phi', 'nop tien'] },
  {
    code: 'applicant_withdrew',
    vi: 'Công dân rút hoặc không liên lạc được',
    en: 'Withdrawn, or the applicant can not be reached',
    words: ['rut ho so', 'xin rut', 'khong den', 'khong lien lac', 'vang mat'],
  },
  {
    code: 'overloaded',
    vi: 'Quá tải, thiếu người',
    en: 'Overload, lack of staff',
    words: ['qua tai', 'thieu can bo', 'thieu nhan luc', 'nhieu ho so', 'can bo nghi', 'khoi luong'],
  },
  { code: 'other', vi: 'Nguyên nhân khác', en: 'Other', words: [] },
]

const groupWords = causeGroups.map(({ code, words }) => ({ code, words: words.map((word) => ` ${folded(word)} `) }))

/** The group of a text; null where there is none. */
export function causeOf(text: string): string | null {
  const bare = folded(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')).trim()
  if (bare === '' || /^(khong( co)?|0)$/.test(bare)) return null
  return groupWords.find(({ words }) => words.some((word) => ` ${bare} `.includes(word)))?.code ?? 'other'
}
