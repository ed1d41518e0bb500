// From the text of a request to a document that may be executed, or to the errors that AppSync
// would answer.
import {
  Kind,
  NoSchemaIntrospectionCustomRule,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';

const maxTokens = 10_000;
const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

export const locationsOf = (error) =>
  (error.locations ?? []).map(({ line, column }) => ({ line, column, sourceName: null }));

const failure = (errorType, message, error = {}) => ({
  errors: [{ path: null, locations: locationsOf(error), message, errorType }],
});

/** The number of fields on the longest way down, each fragment looked at once. */
function depthOf(selectionSet, fragments, known = new Map()) {
  if (!selectionSet) return 0;
  if (known.has(selectionSet)) return known.get(selectionSet);
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    const inner = isSpread ? fragments.get(selection.name.value) : selection;
    const own = selection.kind === Kind.FIELD ? 1 : 0;
    deepest = Math.max(deepest, own + depthOf(inner.selectionSet, fragments, known));
  }
  known.set(selectionSet, deepest);
  return deepest;
}

/**
 * @param {object | null} value what a client sent
 * @returns {object | null} query, variables and operationName; null when it is no request
 */
export function requestOf(value) {
  const { query, variables = null, operationName = null } = value ?? {};
  if (typeof query !== 'string' || typeof variables !== 'object' || Array.isArray(variables))
    return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  return { query, variables, operationName };
}

export function fragmentsOf(document) {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/**
 * @returns {{ errors: object[] } | { document: object, operation: object }}
 */
export function prepare(schema, queryDepthLimit, { query, operationName }) {
  let document;
  try {
    document = parse(query, { maxTokens });
  } catch (error) {
    const message = `Validation error of type InvalidSyntax: ${error.message}`;
    return failure('InvalidSyntax', message, error);
  }
  const invalid = validate(schema, document, rules);
  if (invalid.length > 0)
    return {
      errors: invalid.map((error) => ({
        path: null,
        locations: locationsOf(error),
        message: `Validation error: ${error.message}`,
        errorType: 'ValidationError',
      })),
    };
  const operation = getOperationAST(document, operationName);
  if (!operation) return failure('BadRequestException', 'There is no such operation.');
  if (depthOf(operation.selectionSet, fragmentsOf(document)) > queryDepthLimit)
    return failure('QueryDepthLimitReached', `The query is deeper than ${queryDepthLimit}.`);
  return { document, operation };
}
