import { InputError } from './input-error.ts'
import type { Register } from './units.ts'

/** Throws InputError where agencies of several provinces bear a code, naming what each goes by. `day` left out: ever. */
export function refuseAmbiguous(register: Register, code: string, day: string | undefined, argument: string): void {
  const forms = register.agenciesOf(code, day)
  if (forms.length === 0) return
  const some = forms.slice(0, 5).join(', ') + (forms.length > 5 ? ', …' : '')
  throw new InputError(
    'BAD_USER_INPUT',
    argument,
    `${argument}: mã ${code} có ở ${forms.length} tỉnh, ghi kèm mã tỉnh / is an agency's code in ${forms.length} provinces, name the province: ${some}`,
  )
}
