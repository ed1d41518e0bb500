// Runs one field's resolver, unit or pipeline, in the order that AppSync documents.
import { loadRealm } from './resolver_realm.mjs';

/** A resolver's util.error, on its way to the answer's `errors`. */
export class FieldError extends Error {
  constructor({ message, errorType, data, errorInfo }) {
    super(message);
    Object.assign(this, { errorType, data, errorInfo });
  }
}

/**
 * What one GraphQL operation carries through its resolvers.
 * @typedef {object} Operation
 * @property {object} identity
 * @property {object} headers
 * @property {number} resolversLeft
 * @property {object[]} errors what util.appendError added
 * @property {object | null} filter of a subscription, set by its resolver
 * @property {object | null} invalidationFilter of a subscription: what ends it
 * @property {object | null} invalidation subscriptions that a mutation ends
 */

export class Resolvers {
  /**
   * @param {import('../template.mjs').Template} template
   * @param {import('./table_source.mjs').TableSource} source
   */
  static async load(template, source) {
    const sources = {};
    for (const [name, { code }] of Object.entries(template.resolvers)) sources[name] = code;
    for (const [name, { code }] of Object.entries(template.functions)) sources[name] = code;
    return new Resolvers(template, source, await loadRealm(sources));
  }

  constructor(template, source, invoke) {
    this.template = template;
    this.source = source;
    this.invoke = invoke;
  }

  has(field) {
    return Object.hasOwn(this.template.resolvers, field);
  }

  /**
   * @param {string} field "Type.field"
   * @param {Operation} operation
   */
  async run(field, { source, args, variables = {} }, operation) {
    operation.resolversLeft -= 1;
    if (operation.resolversLeft < 0)
      throw new FieldError({
        message: `More than ${this.template.resolverCountLimit} resolvers in one request.`,
        errorType: 'ResolverExecutionLimitReached',
      });
    const [parentTypeName, fieldName] = field.split('.');
    // What is the same for all handlers of the field is written once.
    const given = JSON.stringify({
      args,
      source: source ?? null,
      identity: operation.identity,
      request: { headers: operation.headers },
      info: { fieldName, parentTypeName, variables },
      env: this.template.environment,
    });
    const context = { stash: {}, prev: { result: null }, result: null, error: null };
    const resolver = this.template.resolvers[field];
    const run = { given, context, operation };
    if (!resolver.steps) return (await this.step(run, field, resolver)).value;
    return this.pipeline(run, field, resolver);
  }

  async pipeline(run, field, { steps }) {
    const before = this.call(run, field, 'request');
    if (before.early) return before.value;
    run.context.prev = { result: before.value };
    for (const name of steps) {
      const { value, skipTo } = await this.step(run, name, this.template.functions[name]);
      run.context.prev = { result: value };
      if (skipTo === 'END') break;
    }
    Object.assign(run.context, { result: run.context.prev.result, error: null });
    return this.call(run, field, 'response').value;
  }

  /** Request handler, data source, response handler. */
  async step(run, name, { table }) {
    Object.assign(run.context, { result: null, error: null });
    const request = this.call(run, name, 'request');
    if (request.early) return request;
    const outcome = table
      ? await this.source.perform(table, request.value)
      : { result: request.value?.payload ?? null, error: null };
    Object.assign(run.context, outcome);
    return this.call(run, name, 'response');
  }

  call({ given, context, operation }, name, handler) {
    const outcome = this.invoke(name, handler, context, given);
    context.stash = outcome.stash;
    operation.errors.push(...outcome.errors);
    for (const asked of ['filter', 'invalidationFilter', 'invalidation'])
      operation[asked] = outcome[asked] ?? operation[asked];
    if (outcome.error) throw new FieldError(outcome.error);
    return outcome;
  }
}
