// Who may sign in: a Cognito user pool with ChatQL v1's password policy, and the one client
// of the app, which proves the password by SRP and never sends it.
import { Duration, RemovalPolicy, aws_cognito as cognito } from 'aws-cdk-lib';

/** @param {import('constructs').Construct} scope */
export function makeUserPool(scope) {
  const pool = new cognito.UserPool(scope, 'UserPool', {
    selfSignUpEnabled: true,
    signInAliases: { username: true, email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const client = pool.addClient('Web', {
    authFlows: { userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
  return { pool, client };
}
