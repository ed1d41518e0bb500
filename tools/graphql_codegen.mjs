// graphql/{schema,operations}.graphql -> src/protocol/operations.gen.{h,cc}
//
// Validates every operation against the schema with the reference implementation, then writes
// plain C++ structs and total decoders. The subset is small on purpose: named operations,
// fragment spreads that stand alone in their selection, input objects of scalars; no unions,
// interfaces, enums, inline fragments or directives. Anything else stops the build until someone
// needs it.
//
//   node tools/graphql_codegen.mjs            writes the two files
//   node tools/graphql_codegen.mjs --check    fails when they are not up to date
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  print,
  typeFromAST,
  validate,
  visit,
} from 'graphql';

const cppScalars = {
  ID: 'std::string',
  String: 'std::string',
  AWSDateTime: 'std::string',
  Int: 'int64_t',
  Boolean: 'bool',
};
const awsDefinitions = `
scalar AWSDateTime
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
`;
const columns = 100;

const snake = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const pascal = (name) => name[0].toUpperCase() + name.slice(1);

/** What stops the generation: a sentence for the developer. */
export class CodegenError extends Error {}
const fail = (message) => {
  throw new CodegenError(message);
};

/** The C++ for one pair of documents: { header, source }. */
export function generate(schemaText, operationsText) {
  const schema = buildSchema(awsDefinitions + schemaText);
  const document = parse(operationsText, { noLocation: true });
  for (const error of validate(schema, document)) fail(error.message);

  const fragments = new Map();
  const operations = [];
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
    else if (!definition.name) fail('every operation needs a name');
    else operations.push(definition);
  }
  checkPushes(schema, operations, fragments);

  const structs = [];
  const collector = { structs, schema, fragments };
  for (const name of fragments.keys()) collectFragment(collector, name);
  for (const operation of operations)
    collectStruct(collector, `${operation.name.value}Data`, rootType(schema, operation), operation);
  const inputs = [];
  const requests = operations.map((operation) => ({
    name: operation.name.value,
    text: operationText(operation, fragments),
    variables: operation.variableDefinitions.map((v) => variable(schema, inputs, operation, v)),
  }));
  return { header: header(structs, inputs, requests), source: source(structs, inputs, requests) };
}

function rootType(schema, { operation }) {
  if (operation === 'query') return schema.getQueryType();
  return operation === 'mutation' ? schema.getMutationType() : schema.getSubscriptionType();
}

/**
 * AppSync pushes what the mutation selected. A field that the subscription wants and the mutation
 * did not select arrives as null; an argument that was not selected filters everything out.
 */
function checkPushes(schema, operations, fragments) {
  const mutations = operations.filter((o) => o.operation === 'mutation');
  for (const subscription of operations.filter((o) => o.operation === 'subscription')) {
    const [root] = subscription.selectionSet.selections;
    const field = schema.getSubscriptionType().getFields()[root.name.value];
    const directive = field.astNode.directives.find((d) => d.name.value === 'aws_subscribe');
    if (!directive) fail(`${root.name.value} has no @aws_subscribe: nothing would ever be pushed`);
    const sources = directive.arguments[0].value.values.map((value) => value.value);
    const wanted = [...paths(root.selectionSet, fragments), ...field.args.map((a) => a.name)];
    for (const mutation of mutations) {
      for (const source of mutation.selectionSet.selections) {
        if (!sources.includes(source.name.value)) continue;
        const selected = new Set(paths(source.selectionSet, fragments));
        const missing = wanted.filter((path) => !selected.has(path));
        if (missing.length > 0)
          fail(
            `${mutation.name.value} must select ${missing.join(', ')}, ` +
              `or ${subscription.name.value} is pushed without`,
          );
      }
    }
  }
}

/** Every field below a selection, fragments expanded: "author.name". */
function paths(selectionSet, fragments, prefix = '') {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === 'FragmentSpread')
      return paths(fragments.get(selection.name.value).selectionSet, fragments, prefix);
    if (selection.kind !== 'Field') return fail('inline fragments are not supported');
    const path = prefix + selection.name.value;
    return [path, ...paths(selection.selectionSet, fragments, `${path}.`)];
  });
}

/** The struct of a shared fragment, once. */
function collectFragment(collector, name) {
  if (collector.structs.some((struct) => struct.name === name)) return;
  const fragment = collector.fragments.get(name);
  collectStruct(
    collector,
    name,
    collector.schema.getType(fragment.typeCondition.name.value),
    fragment,
  );
}

/** Appends the struct of a selection, after those that it needs. */
function collectStruct(collector, name, parentType, { selectionSet }) {
  const fields = selectionSet.selections.map((selection) => {
    if (selection.kind !== 'Field') fail(`${name}: a fragment spread must stand alone`);
    if (selection.directives?.length) fail(`${name}: directives are not supported`);
    const key = selection.alias?.value ?? selection.name.value;
    const type = parentType.getFields()[selection.name.value].type;
    const named = getNamedType(type);
    if (isScalarType(named)) return { key, type: cppType(type, scalar(named)) };
    if (!isObjectType(named)) fail(`${name}.${key}: only objects and scalars are supported`);
    const [first, second] = selection.selectionSet.selections;
    if (first.kind === 'FragmentSpread' && !second) {
      collectFragment(collector, first.name.value);
      return { key, type: cppType(type, first.name.value) };
    }
    const inner = name.replace(/Data$/, '') + pascal(key);
    collectStruct(collector, inner, named, selection);
    return { key, type: cppType(type, inner) };
  });
  if (collector.structs.some((struct) => struct.name === name))
    fail(`two structs would be named ${name}`);
  collector.structs.push({ name, fields });
}

const scalar = (type) => cppScalars[type.name] ?? fail(`no C++ type for scalar ${type.name}`);

/** Items that are null are left out of a list, so they need no optional. */
function cppType(type, named) {
  const inner = isNonNullType(type) ? type.ofType : type;
  const item = isListType(inner) ? inner.ofType : undefined;
  if (isListType(item) || isListType(item?.ofType)) fail('lists of lists are not supported');
  const cpp = item ? `std::vector<${named}>` : named;
  return isNonNullType(type) ? cpp : `std::optional<${cpp}>`;
}

function variable(schema, inputs, operation, definition) {
  const type = typeFromAST(schema, definition.type);
  const named = getNamedType(type);
  const key = definition.variable.name.value;
  if (isScalarType(named)) return { key, type: cppType(type, scalar(named)) };
  if (!isInputObjectType(named))
    fail(`${operation.name.value}: only scalars and input objects are supported as variables`);
  collectInput(inputs, named);
  return { key, type: cppType(type, named.name) };
}

/** The struct of an input object, once. */
function collectInput(inputs, type) {
  if (inputs.some((input) => input.name === type.name)) return;
  const variables = Object.values(type.getFields()).map((field) => {
    const named = getNamedType(field.type);
    if (!isScalarType(named)) fail(`${type.name}.${field.name}: only scalars are supported`);
    return { key: field.name, type: cppType(field.type, scalar(named)) };
  });
  inputs.push({ name: type.name, variables });
}

/** The document on one line, with the fragments it uses. */
function operationText(operation, fragments) {
  const used = new Set();
  const collect = (node) =>
    visit(node, {
      FragmentSpread({ name }) {
        if (used.has(name.value)) return;
        used.add(name.value);
        collect(fragments.get(name.value));
      },
    });
  collect(operation);
  const text = [operation, ...[...used].map((name) => fragments.get(name))].map(print).join(' ');
  return text.replace(/\s+/g, ' ');
}

const notice = [
  '// Generated by tools/graphql_codegen.mjs from graphql/*.graphql. Do not edit.',
  '// clang-format off',
].join('\n');

/** Of the function that decodes a struct. */
function signature(name) {
  const text = `bool read(const json::Value& value, ${name}& out, std::string& problem)`;
  return text.length + 2 > columns ? text.replace('value, ', 'value,\n          ') : text;
}

function header(structs, inputs, requests) {
  const lines = [
    notice,
    '#pragma once',
    '#include <cstdint>',
    '#include <optional>',
    '#include <string>',
    '#include <vector>',
    '#include "base/json.h"',
    '',
    'namespace chat::gql {',
    '',
  ];
  for (const { name, fields } of structs)
    lines.push(
      `struct ${name} {`,
      ...fields.map((f) => `  ${f.type} ${snake(f.key)}{};`),
      '};',
      `${signature(name)};`,
      '',
    );
  for (const { name, variables } of inputs)
    lines.push(
      `struct ${name} {`,
      ...variables.map((v) => `  ${v.type} ${snake(v.key)}{};`),
      '};',
      `void write(json::Writer& writer, const ${name}& variables);`,
      '',
    );
  for (const { name, variables } of requests)
    lines.push(
      `struct ${name} {`,
      `  static constexpr const char* operation_name = "${name}";`,
      '  static const char* const document;',
      `  using Data = ${name}Data;`,
      ...variables.map((v) => `  ${v.type} ${snake(v.key)}{};`),
      '};',
      `void write(json::Writer& writer, const ${name}& variables);`,
      '',
    );
  return [...lines, '}  // namespace chat::gql', ''].join('\n');
}

function source(structs, inputs, requests) {
  const lines = [
    notice,
    '#include "protocol/operations.gen.h"',
    '#include "protocol/codec.h"',
    '',
    'namespace chat::gql {',
    '',
  ];
  for (const { name, fields } of structs) {
    const checks = [
      'read_object(value, problem)',
      ...fields.map((f) => `read_member(value, "${f.key}", out.${snake(f.key)}, problem)`),
    ];
    lines.push(`${signature(name)} {`, `  return ${checks.join(' &&\n         ')};`, '}', '');
  }
  for (const { name, text, variables } of [...inputs, ...requests]) {
    const parameter = variables.length > 0 ? '& variables' : '&';
    if (text) lines.push(`const char* const ${name}::document =`, `${literal(text)};`);
    lines.push(
      `void write(json::Writer& writer, const ${name}${parameter}) {`,
      '  writer.begin_object();',
      ...variables.map((v) => `  write_member(writer, "${v.key}", variables.${snake(v.key)});`),
      '  writer.end_object();',
      '}',
      '',
    );
  }
  return [...lines, '}  // namespace chat::gql', ''].join('\n');
}

/** A C++ string literal, broken at spaces. */
function literal(text) {
  const lines = [''];
  for (const word of text.split(/(?<= )/)) {
    if (lines.at(-1).length + word.length > columns - 8) lines.push('');
    lines[lines.length - 1] += word.replace(/["\\]/g, '\\$&');
  }
  return lines.map((line) => `    "${line}"`).join('\n');
}

function main(check) {
  const root = new URL('../', import.meta.url);
  const read = (path) => readFileSync(new URL(path, root), 'utf8');
  const output = generate(read('graphql/schema.graphql'), read('graphql/operations.graphql'));
  const files = {
    'src/protocol/operations.gen.h': output.header,
    'src/protocol/operations.gen.cc': output.source,
  };
  for (const [path, text] of Object.entries(files)) {
    if (!check) writeFileSync(new URL(path, root), text);
    else if (read(path) !== text)
      fail(`${path} is not up to date: run node tools/graphql_codegen.mjs`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.includes('--check'));
  } catch (error) {
    console.error(`graphql_codegen: ${error.message}`);
    process.exit(1);
  }
}
