import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/**
 * How many fields an answer may have at most: each counts one, and what is inside a list counts once an entry.
 * How many entries a field's list may have its definition says (`extensions.entries`), from its arguments.
 */
export function answerCost(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables): number {
  const known = new Map<string, number>()
  const ofField = (node: FieldNode, type: GraphQLNamedType): number => {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
    if (!field) return 1 // introspection
    const inside = node.selectionSet ? ofSet(node.selectionSet, getNamedType(field.type)) : 0
    const entries = field.extensions.entries as ((args: Variables) => number) | undefined
    return 1 + (entries ? Math.max(0, entries(getArgumentValues(field, node, variables))) * Math.max(1, inside) : inside)
  }
  const ofFragment = (name: string): number => {
    const before = known.get(name)
    if (before !== undefined) return before
    const fragment = fragments.get(name)
    const type = fragment && typeFromAST(schema, fragment.typeCondition)
    const cost = fragment && type ? ofSet(fragment.selectionSet, type) : 0
    known.set(name, cost)
    return cost
  }
  const ofSet = (set: SelectionSetNode, type: GraphQLNamedType): number =>
    set.selections.reduce((sum, node) => {
      if (node.kind === Kind.FIELD) return sum + ofField(node, type)
      if (node.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(node.name.value)
      return sum + ofSet(node.selectionSet, (node.typeCondition && typeFromAST(schema, node.typeCondition)) || type)
    }, 0)
  const root = schema.getQueryType()
  if (!root) throw new GraphQLError('no query type')
  return ofSet(operation.selectionSet, root)
}
