import { both, builder } from './builder.ts'

/** Anything with an id that `node` finds again. */
export const NodeRef = builder.interfaceRef<object>('Node').implement({
  description: both('Đối tượng có id để đọc lại', 'An object with an id to read it again by'),
  fields: (t) => ({ id: t.id({ description: both('Định danh ổn định', 'Stable identity'), resolve: () => '' }) }),
})
