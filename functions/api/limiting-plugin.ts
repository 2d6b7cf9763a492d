import {
  type ExecutionArgs,
  execute,
  type FragmentDefinitionNode,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  specifiedRules,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { answerCost } from './answer-cost.ts'
import type { ApiRequest } from './api-request.ts'
import { extentRule, parseWithin } from './document-limits.ts'
import { InputValuesRule, variableErrors } from './input-values.ts'
import { type Limits, limitError } from './limits.ts'

/** Errors of what is known before anything is read: values of variables, the answer's size. */
function errorsBefore({ schema, document, operationName, variableValues }: ExecutionArgs, limits: Limits): readonly GraphQLError[] {
  const operation = getOperationAST(document, operationName)
  if (!operation) return []
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, { maxErrors: 10 })
  if (!coerced) return variableErrors(errors ?? [], document, operation)
  const fragments = new Map(document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]))
  const cost = answerCost(schema, operation, fragments, coerced)
  return cost > limits.cost ? [limitError({ vi: 'Số trường của câu trả lời', en: 'Fields of the answer' }, cost, limits.cost)] : []
}

/** Parses, validates and executes within limits. */
export function limitingPlugin(limits: Limits): Plugin {
  const parse = parseWithin(limits)
  const rules = [...specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule), InputValuesRule, extentRule(limits)]
  return {
    onParse: ({ setParseFn }) => setParseFn(parse),
    onValidate: ({ setValidationFn }) => setValidationFn((schema, document) => validate(schema, document, rules, { maxErrors: 10 })),
    onExecute({ args, setExecuteFn, setResultAndStopExecution }) {
      const { deadline } = args.contextValue as unknown as ApiRequest
      const errors = errorsBefore(args as ExecutionArgs, limits)
      if (errors.length > 0) {
        deadline.clear()
        return setResultAndStopExecution({ errors })
      }
      setExecuteFn((given: ExecutionArgs) => Promise.race([execute(given), deadline.passed]).finally(() => deadline.clear()))
    },
  }
}
