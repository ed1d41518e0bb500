// The site's config.json (web/config.ts) from the outputs of the stack (backend/infra/stack.mjs).
import { DeployError } from './deploy_error.mjs';

/**
 * @param {Record<string, string>} outputs
 * @returns {Record<string, string>}
 */
export function configOf(outputs) {
  const of = (name) => {
    if (outputs[name]) return outputs[name];
    throw new DeployError(`The stack has no output ${name}: it was not deployed by this version.`);
  };
  return {
    graphqlEndpoint: of('GraphqlEndpoint'),
    cognitoEndpoint: `https://cognito-idp.${of('Region')}.amazonaws.com/`,
    region: of('Region'),
    userPoolId: of('UserPoolId'),
    userPoolClientId: of('UserPoolClientId'),
  };
}
