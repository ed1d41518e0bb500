// Executes GraphQL operations for one identified caller, and tells the publisher of every
// mutation that somebody may have subscribed to.
import { Kind, OperationTypeNode, execute } from 'graphql';
import { fragmentsOf, locationsOf, prepare } from './documents.mjs';
import { FieldError } from './resolvers.mjs';
import { makeSchema, subscriptionsOf } from './schema.mjs';

/** A GraphQL error as AppSync writes it. */
export function errorAnswer(error) {
  const { path = null, originalError } = error;
  const answer = { path, locations: locationsOf(error), message: error.message };
  if (!(originalError instanceof FieldError)) return answer;
  const { data, errorType, errorInfo } = originalError;
  return { ...answer, data: data ?? null, errorType, errorInfo: errorInfo ?? null };
}

/** The value under its fields' own names, whatever aliases the mutation chose. */
function withoutAliases(value, selectionSet, fragments) {
  if (value === null || typeof value !== 'object' || !selectionSet) return value;
  if (Array.isArray(value))
    return value.map((item) => withoutAliases(item, selectionSet, fragments));
  const plain = {};
  const collect = ({ selections }) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        if (Object.hasOwn(value, key))
          plain[selection.name.value] = withoutAliases(
            value[key],
            selection.selectionSet,
            fragments,
          );
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else collect(fragments.get(selection.name.value).selectionSet);
    }
  };
  collect(selectionSet);
  return plain;
}

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
   */
  constructor(template, resolvers, publisher) {
    this.template = template;
    this.resolvers = resolvers;
    this.publisher = publisher;
    this.schema = makeSchema(template.schema);
    this.heard = subscriptionsOf(this.schema);
    this.checkResolvers();
  }

  checkResolvers() {
    for (const name of Object.keys(this.template.resolvers)) {
      const [type, field] = name.split('.');
      if (!this.schema.getType(type)?.getFields()[field])
        throw new Error(`There is a resolver for ${name}, which the schema does not have.`);
    }
  }

  prepare(request) {
    return prepare(this.schema, this.template.queryDepthLimit, request);
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
    if (prepared.errors) return { data: null, errors: prepared.errors };
    const { document, operation } = prepared;
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      return {
        data: null,
        errors: [
          {
            errorType: 'UnsupportedOperation',
            message: 'Subscriptions are served over the real-time endpoint only.',
          },
        ],
      };
    const state = this.begin(identity, headers);
    const { data = null, errors = [] } = await execute({
      schema: this.schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
      contextValue: state,
      fieldResolver: (...field) => this.resolveField(...field),
    });
    const answered = [...errors.map(errorAnswer), ...state.errors];
    if (operation.operation === OperationTypeNode.MUTATION && data)
      await this.publishResults(data, operation, fragmentsOf(document));
    if (state.invalidation) await this.publisher.invalidate(state.invalidation);
    return answered.length > 0 ? { data, errors: answered } : { data };
  }

  async resolveField(source, args, operation, info) {
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (!this.resolvers.has(field)) return source?.[info.fieldName] ?? null;
    return this.resolvers.run(field, { source, args, variables: info.variableValues }, operation);
  }

  /** Subscribers receive what the mutation selected, and nothing else. */
  async publishResults(data, operation, fragments) {
    const { selectionSet } = operation;
    for (const [mutation, value] of Object.entries(withoutAliases(data, selectionSet, fragments))) {
      const subscriptions = this.heard.get(mutation);
      if (value !== null && subscriptions) await this.publisher.publish(subscriptions, value);
    }
  }
}
