import { readFileSync } from 'node:fs'
import { isEnumType, isInterfaceType, isObjectType, Kind, parse, print } from 'graphql'
import { expect, test } from 'vitest'
import { printedSchema, schema } from '../../schema/api/schema.ts'
import { metrics } from '../../schema/metrics.ts'

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))

test('every name of the contract is there, with its type', () => {
  const contract = parse(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'))
  for (const definition of contract.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    const type = schema.getType(definition.name.value)
    expect(isObjectType(type), definition.name.value).toBe(true)
    if (!isObjectType(type)) continue
    for (const wanted of definition.fields ?? []) {
      const field = type.getFields()[wanted.name.value]
      expect(String(field?.type), `${type.name}.${wanted.name.value}`).toBe(print(wanted.type))
      for (const argument of wanted.arguments ?? []) expect(String(field?.args.find(({ name }) => name === argument.name.value)?.type)).toBe(print(argument.type))
    }
  }
  expect(printedSchema()).toContain('type Unit implements Node')
})

test('everything says what it is, in Vietnamese and English', () => {
  const builtIn = ['String', 'Int', 'Float', 'Boolean', 'ID']
  const silent = types.flatMap((type) => {
    if (builtIn.includes(type.name)) return []
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
    const parts: { name: string; description?: string | null | undefined }[] = [
      ...fields,
      ...fields.flatMap((field) => field.args.map(({ name, description }) => ({ name: `${field.name}(${name})`, description }))),
      ...(isEnumType(type) ? type.getValues() : []),
    ]
    return [{ name: '', description: type.description }, ...parts].filter(({ description }) => !/\S — \S/.test(description ?? '')).map(({ name }) => `${type.name}.${name}`)
  })
  expect(silent).toEqual([])
})

test('the enum of metrics is the catalogue', () => {
  const type = schema.getType('MetricCode')
  expect(isEnumType(type) && type.getValues().map(({ name, value }) => [name, value])).toEqual(metrics.map(({ code }) => [code.toUpperCase(), code]))
})

test('the schema prints the same in the order of names', () => {
  expect(printedSchema()).toBe(printedSchema())
  const names = [...printedSchema().matchAll(/^(?:type|enum|interface|scalar) (\w+)/gm)].map(([, name]) => name)
  expect(names).toEqual([...names].sort())
})
