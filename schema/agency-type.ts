import { comparable } from './names.ts'

/** First words of agencies' names that are their type, the longest first; of a `sở` or `ban` the name goes on without it. */
const types = [
  'bảo hiểm xã hội',
  'bộ chỉ huy quân sự',
  'kho bạc nhà nước',
  'công ty điện lực',
  'viện kiểm sát',
  'văn phòng',
  'thanh tra',
  'trung tâm',
  'công an',
  'chi cục',
  'điện lực',
  'tòa án',
  'thuế',
  'cục',
  'sở',
  'ban',
] as const
const apart = ['sở', 'ban']

/** An agency's type and its name without it, by the first words of its full name; null where they tell none. */
export function agencyType(fullName: string): { readonly type: string; readonly name: string } | null {
  const words = fullName.split(' ')
  const type = types.find((one) => comparable(words.slice(0, one.split(' ').length).join(' ')) === comparable(one))
  if (type === undefined) return null
  return { type, name: (apart.includes(type) && words.slice(1).join(' ')) || fullName }
}
