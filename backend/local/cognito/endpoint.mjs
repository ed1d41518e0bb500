// POST /cognito/: the user pool's JSON protocol; and its public keys.
import { jsonAnswer, parseObject } from '../http.mjs';
import { CognitoError } from './errors.mjs';

const target = /^AWSCognitoIdentityProviderService\.(\w+)$/;

function refusal({ name, message }) {
  const headers = { 'x-amzn-errortype': `${name}:`, 'content-type': 'application/x-amz-json-1.1' };
  return jsonAnswer(400, { __type: name, message }, headers);
}

/** @param {import('./user_pool.mjs').UserPool} pool */
export function makeCognitoEndpoint(pool) {
  return async (request, body) => {
    const [, operation] = target.exec(request.headers['x-amz-target'] ?? '') ?? [];
    const input = parseObject(body ?? '');
    if (!operation || !input)
      return refusal(new CognitoError('SerializationException', 'The request is not understood.'));
    try {
      const answer = await pool.call(operation, input);
      return jsonAnswer(200, answer, { 'content-type': 'application/x-amz-json-1.1' });
    } catch (error) {
      if (error instanceof CognitoError) return refusal(error);
      throw error;
    }
  };
}
