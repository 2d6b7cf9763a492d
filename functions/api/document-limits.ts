import { type ASTVisitor, type DocumentNode, GraphQLError, Kind, Lexer, parse, type SelectionSetNode, Source, TokenKind, type ValidationContext } from 'graphql'
import { type Limits, limitError } from './limits.ts'

interface Extent {
  readonly depth: number
  readonly aliases: number
}

const NONE: Extent = { depth: 0, aliases: 0 }

function countTokens(text: string): number {
  const lexer = new Lexer(new Source(text))
  let count = 0
  while (lexer.advance().kind !== TokenKind.EOF) count++
  return count
}

/** Parses, unless the document is longer than it may be. */
export function parseWithin(limits: Limits): (source: string | Source) => DocumentNode {
  return (source) => {
    try {
      return parse(source, { maxTokens: limits.tokens })
    } catch (error) {
      if (!(error instanceof GraphQLError) || !/more that? \d+ tokens/.test(error.message)) throw error
      throw limitError({ vi: 'Số từ của câu hỏi', en: 'Tokens of the document' }, countTokens(typeof source === 'string' ? source : source.body), limits.tokens)
    }
  }
}

/** A validation rule: how deep fields nest and how many are aliased, fragments written out. Introspection has its own rule. */
export function extentRule({ depth, aliases }: Limits): (context: ValidationContext) => ASTVisitor {
  return function DocumentExtent(context) {
    const fragments = new Map<string, Extent>()
    const ofFragment = (name: string): Extent => {
      const known = fragments.get(name)
      if (known) return known
      fragments.set(name, NONE) // a fragment within itself is another rule's error
      const fragment = context.getFragment(name)
      const extent = fragment ? extentOf(fragment.selectionSet) : NONE
      fragments.set(name, extent)
      return extent
    }
    const extentOf = (set: SelectionSetNode): Extent =>
      set.selections.reduce((sum, node) => {
        if (node.kind === Kind.FRAGMENT_SPREAD) return larger(sum, ofFragment(node.name.value))
        if (node.kind === Kind.INLINE_FRAGMENT) return larger(sum, extentOf(node.selectionSet))
        const inner = node.selectionSet && !node.name.value.startsWith('__') ? extentOf(node.selectionSet) : NONE
        return larger(sum, { depth: inner.depth + 1, aliases: inner.aliases + (node.alias ? 1 : 0) })
      }, NONE)
    return {
      OperationDefinition(operation) {
        const found = extentOf(operation.selectionSet)
        if (found.depth > depth) context.reportError(limitError({ vi: 'Độ sâu của câu hỏi', en: 'Depth of the document' }, found.depth, depth))
        if (found.aliases > aliases) context.reportError(limitError({ vi: 'Số bí danh', en: 'Aliases' }, found.aliases, aliases))
      },
    }
  }
}

const larger = (a: Extent, b: Extent): Extent => ({ depth: Math.max(a.depth, b.depth), aliases: a.aliases + b.aliases })
