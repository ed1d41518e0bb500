// How a Cognito operation refuses: the name is what clients branch on.
export class CognitoError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

export const wrongPassword = () =>
  new CognitoError('NotAuthorizedException', 'Incorrect username or password.');

export const invalidParameter = (message) => new CognitoError('InvalidParameterException', message);
