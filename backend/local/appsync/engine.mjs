// Executes GraphQL operations for one identified caller, and tells the publisher of every
// mutation that somebody may have subscribed to.
import { Kind, OperationTypeNode, execute } from 'graphql';
import { remembered } from '../remembered.mjs';
import { fragmentsOf, locationsOf, prepare } from './documents.mjs';
import { FieldError } from './resolvers.mjs';
import { makeSchema, subscriptionsOf } from './schema.mjs';

const maxKeptQueries = 100;
const maxKeptQueryUnits = 2000; // What was read takes some hundred times as much memory.

/** A GraphQL error as AppSync writes it. */
export function errorAnswer(error) {
  const { path = null, originalError } = error;
  const answer = { path, locations: locationsOf(error), message: error.message };
  if (!(originalError instanceof FieldError)) return answer;
  const { data, errorType, errorInfo } = originalError;
  return { ...answer, data: data ?? null, errorType, errorInfo: errorInfo ?? null };
}

/** @returns {Map<string, object[]>} response key to the fields that are answered under it */
function fieldsOf(selectionSets, fragments, seen = new Set(), fields = new Map()) {
  for (const { selections } of selectionSets)
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        fields.set(key, [...(fields.get(key) ?? []), selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const inner = isSpread ? fragments.get(selection.name.value) : selection;
      if (seen.has(inner)) continue;
      seen.add(inner);
      fieldsOf([inner.selectionSet], fragments, seen, fields);
    }
  return fields;
}

/** The value under its fields' own names, whatever aliases the mutation chose. */
function withoutAliases(value, selectionSets, fragments) {
  if (value === null || typeof value !== 'object' || selectionSets.length === 0) return value;
  if (Array.isArray(value))
    return value.map((item) => withoutAliases(item, selectionSets, fragments));
  const plain = {};
  for (const [key, nodes] of fieldsOf(selectionSets, fragments))
    if (Object.hasOwn(value, key))
      plain[nodes[0].name.value] = withoutAliases(value[key], innerOf(nodes), fragments);
  return plain;
}

const innerOf = (nodes) => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

/**
 * Who tells the subscribers, on this node and on others.
 * @typedef {object} Publisher
 * @property {(subscriptions: string[], value: object) => Promise<void> | void} publish
 * @property {(ended: { subscriptionField: string, payload: object }) => Promise<void> | void}
 *   invalidate
 */

export class Engine {
  /**
   * @param {import('../template.mjs').Template} template
   * @param {import('./resolvers.mjs').Resolvers} resolvers
   * @param {Publisher} publisher
   * @param {{ requestTimeoutMs: number }} settings
   */
  constructor(template, resolvers, publisher, settings) {
    this.settings = settings;
    this.template = template;
    this.resolvers = resolvers;
    this.publisher = publisher;
    this.schema = makeSchema(template.schema);
    this.heard = subscriptionsOf(this.schema);
    this.prepared = remembered(maxKeptQueries, (_key, request) =>
      prepare(this.schema, template.queryDepthLimit, request),
    );
    this.checkResolvers();
  }

  checkResolvers() {
    for (const name of Object.keys(this.template.resolvers)) {
      const [type, field] = name.split('.');
      if (!this.schema.getType(type)?.getFields()[field])
        throw new Error(`There is a resolver for ${name}, which the schema does not have.`);
    }
  }

  /** A client says the same few operations again and again: each is read and checked once. */
  prepare({ query, operationName }) {
    if (query.length > maxKeptQueryUnits)
      return prepare(this.schema, this.template.queryDepthLimit, { query, operationName });
    return this.prepared(JSON.stringify([operationName, query]), { query, operationName });
  }

  /** @returns {import('./resolvers.mjs').Operation} */
  begin(identity, headers = {}) {
    const resolversLeft = this.template.resolverCountLimit;
    const asked = { errors: [], filter: null, invalidationFilter: null, invalidation: null };
    return { identity, headers, resolversLeft, ...asked };
  }

  /** @returns {Promise<object>} the body of the answer */
  async execute(identity, headers, request) {
    const prepared = this.prepare(request);
    const fail = (errorType, message) => ({ data: null, errors: [{ errorType, message }] });
    if (prepared.errors) return { data: null, errors: prepared.errors };
    if (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION)
      return fail(
        'UnsupportedOperation',
        'Subscriptions are served over the real-time endpoint only.',
      );
    try {
      return await this.inTime(this.run(prepared, this.begin(identity, headers), request));
    } catch (error) {
      if (error instanceof FieldError) return fail(error.errorType, error.message);
      throw error;
    }
  }

  /** Everything that an operation does, its pushes included. */
  async run({ document, operation }, state, { variables, operationName }) {
    const { data = null, errors = [] } = await execute({
      schema: this.schema,
      document,
      variableValues: variables,
      operationName,
      contextValue: state,
      fieldResolver: (...field) => this.resolveField(...field),
    });
    const answered = [...errors.map(errorAnswer), ...state.errors];
    if (operation.operation === OperationTypeNode.MUTATION && data)
      await this.publishResults(data, operation, fragmentsOf(document));
    if (state.invalidation) await this.publisher.invalidate(state.invalidation);
    return answered.length > 0 ? { data, errors: answered } : { data };
  }

  /** Throws when the work takes too long; what was begun goes on. */
  async inTime(work) {
    let timer;
    const late = new Promise((_, reject) => {
      const tooLate = { message: 'Execution timed out.', errorType: 'ExecutionTimeout' };
      timer = setTimeout(() => reject(new FieldError(tooLate)), this.settings.requestTimeoutMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async resolveField(source, args, operation, info) {
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (!this.resolvers.has(field)) return source?.[info.fieldName] ?? null;
    return this.resolvers.run(field, { source, args, variables: info.variableValues }, operation);
  }

  /** Subscribers receive what the mutation selected, and nothing else. */
  async publishResults(data, operation, fragments) {
    for (const [key, nodes] of fieldsOf([operation.selectionSet], fragments)) {
      const value = withoutAliases(data[key] ?? null, innerOf(nodes), fragments);
      const subscriptions = this.heard.get(nodes[0].name.value);
      if (value !== null && subscriptions) await this.publisher.publish(subscriptions, value);
    }
  }
}
