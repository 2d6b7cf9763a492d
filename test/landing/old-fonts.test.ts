import { afterEach, describe, expect, it } from 'vitest'
import { fromLegacy } from '../../functions/land/legacy-fonts.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

/** windows-1252 bytes of a text: what these fonts were typed as. */
const western = (text: string): Buffer => Buffer.from([...text].map((letter) => letter.charCodeAt(0)))

describe('exports typed in fonts of before Unicode', () => {
  let lake: LandingLake | undefined
  afterEach(() => lake?.remove())

  it.each([
    ['TCVN3', 'KÝch ho¹t møc 1', 'Kích hoạt mức 1'],
    ['TCVN3', 'Sè liÖu tÝnh ®Õn hÕt ngµy', 'Số liệu tính đến hết ngày'],
    ['TCVN3', 'Ph­êng, x·, thÞ trÊn', 'Phường, xã, thị trấn'],
    ['VNI', 'Kích hoaït möùc 1', 'Kích hoạt mức 1'],
    ['VNI', 'ÑÔN VÒ HAØNH CHÍNH', 'ĐƠN VỊ HÀNH CHÍNH'],
    ['VNI', 'Phöôøng, xaõ, thò traán', 'Phường, xã, thị trấn'],
  ] as const)('%s: %s', (font, typed, meant) => expect(fromLegacy(typed, font)).toBe(meant))

  it.each([
    ['TCVN3', 'Ngµy;M· §VHC;§¬n vÞ hµnh chÝnh;KÝch ho¹t møc 1;KÝch ho¹t møc 2\n20/08/2023;28249;Ph­êng 5;7;70\n'],
    ['VNI', 'Ngaøy;Maõ ÑVHC;Ñôn vò haønh chính;Kích hoaït möùc 1;Kích hoaït möùc 2\n20/08/2023;28249;Phöôøng 5;7;70\n'],
  ])('%s lands, and says so', async (font, text) => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'old.csv': western(text) })
    expect(receipt).toMatchObject({ state: 'landed', province: '82', rows: 1, findings: [{ code: 'legacy_font' }] })
    expect(receipt?.findings[0]?.message_vi).toContain(font)
    expect(await lake.rows('activation', 'unit_code, activated')).toEqual([{ unit_code: '28249', activated: 77 }])
  })

  it('a list of persons is refused in any font', async () => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'old.csv': western('Hä vµ tªn;Ngµy sinh;M· §VHC;KÝch ho¹t møc 1\nNG­êI MÉU;01/01/1990;28249;1\n') })
    expect(receipt).toMatchObject({ state: 'refused', findings: [{ code: 'personal_data' }] })
  })
})
