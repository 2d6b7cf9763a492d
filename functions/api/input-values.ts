import { type ASTVisitor, type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type ValidationContext, ValuesOfCorrectTypeRule, visit } from 'graphql'

const BAD_INPUT = { code: 'BAD_USER_INPUT', http: { status: 400, spec: true } }

const badValue = (error: GraphQLError, argument: string | undefined): GraphQLError =>
  new GraphQLError(`${argument ? `${argument}: ` : ''}${error.message}`, { nodes: error.nodes, extensions: { ...BAD_INPUT, argument: argument ?? null } })

/** graphql's own rule on values that are written out, saying in which argument. */
export function InputValuesRule(context: ValidationContext): ASTVisitor {
  const telling: ValidationContext = Object.create(context, {
    reportError: { value: (error: GraphQLError) => context.reportError(badValue(error, context.getArgument()?.name)) },
  })
  return ValuesOfCorrectTypeRule(telling)
}

/** The argument that a variable feeds; its own name where it feeds none. */
function argumentFedBy(document: DocumentNode, variable: string): string {
  let fed: string | undefined
  visit(document, {
    Argument: ({ name, value }) => {
      if (value.kind === Kind.VARIABLE && value.name.value === variable) fed ??= name.value
    },
  })
  return fed ?? variable
}

/** Errors of coercing variables, saying which argument they were for. */
export function variableErrors(errors: readonly GraphQLError[], document: DocumentNode, operation: OperationDefinitionNode): GraphQLError[] {
  return errors.map((error) => {
    const definition = operation.variableDefinitions?.find((one) => error.nodes?.includes(one))
    return badValue(error, definition && argumentFedBy(document, definition.variable.name.value))
  })
}
