import type { Plugin } from 'graphql-yoga'
import type { TokenCheck } from './token-check.ts'

/** Nothing of a request is looked at before its token. */
export const tokenPlugin = (check: TokenCheck): Plugin => ({
  async onRequest({ request, endResponse }) {
    const refused = await check(request)
    if (refused) endResponse(refused)
  },
})
