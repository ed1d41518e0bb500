// POST /graphql: AppSync's HTTP interface.
import { jsonAnswer, parseObject } from '../http.mjs';
import { requestOf } from './documents.mjs';

const failure = (status, errorType, message) =>
  jsonAnswer(status, { errors: [{ errorType, message }] }, { 'x-amzn-errortype': errorType });

/**
 * @param {(headers: object) => Promise<object>} identify
 * @param {import('./engine.mjs').Engine} engine
 */
export function makeGraphqlEndpoint(identify, engine) {
  return async (request, body) => {
    let identity;
    try {
      identity = await identify(request.headers);
    } catch (error) {
      return failure(401, error.errorType, error.message);
    }
    if (body === null)
      return failure(413, 'RequestEntityTooLargeException', 'The request is larger than 1 MB.');
    const parsed = requestOf(parseObject(body));
    if (!parsed)
      return failure(400, 'MalformedHttpRequestException', 'Unable to parse GraphQL query.');
    return jsonAnswer(200, await engine.execute(identity, request.headers, parsed));
  };
}
