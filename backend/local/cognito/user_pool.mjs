// The operations of Cognito's user pool API that clients without AWS credentials may call.
import { randomUUID } from 'node:crypto';
import {
  countAttempt,
  deliveryDetails,
  expireCodes,
  issueCode,
  mailbox,
  redeemCode,
  wasRedeemed,
} from './codes.mjs';
import { CognitoError, invalidParameter, wrongPassword } from './errors.mjs';
import { SignIn } from './sign_in.mjs';
import { passwordMatches } from './srp.mjs';
import { Tokens } from './tokens.mjs';
import { Users, checkEmail } from './users.mjs';

const clientOperations = new Set([
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
]);
const tokenOperations = new Set(['GetUser', 'GlobalSignOut', 'ChangePassword']);

const required = (input, ...names) => {
  for (const name of names)
    if (typeof input[name] !== 'string' || input[name] === '')
      throw invalidParameter(`Missing required parameter ${name}`);
};

const isConfirmed = (user) => user.confirmed;
const isUnconfirmed = (user) => !user.confirmed;

export class UserPool {
  /**
   * @param {object} options
   * @param {import('../template.mjs').Template} options.template
   * @param {import('../records.mjs').Records} options.records
   * @param {import('../sealed.mjs').Sealer} options.sealer
   * @param {string} options.userPoolId
   * @param {string} options.clientId
   * @param {string} options.issuer
   * @param {{ now: () => number, tokenSeconds?: number }} options.settings
   * @param {(username: string, code: string) => void} options.mailed
   */
  static async open({ template, records, sealer, userPoolId, clientId, issuer, settings, mailed }) {
    const { client } = template;
    const users = new Users(records, userPoolId.split('_')[1], template, sealer, settings);
    const tokens = await Tokens.open({ records, issuer, clientId, client, settings });
    const signIn = new SignIn(users, tokens, sealer, settings);
    return new UserPool({
      users,
      tokens,
      signIn,
      flows: client.ExplicitAuthFlows,
      clientId,
      mailed,
      settings,
    });
  }

  constructor(parts) {
    const { users, tokens, signIn, flows, clientId, mailed, settings } = parts;
    Object.assign(this, { users, tokens, signIn, flows, clientId, mailed, settings });
  }

  get jwks() {
    return this.tokens.jwks;
  }

  /** @returns {Promise<object>} the answer; refusals are thrown as CognitoError */
  async call(operation, input) {
    if (clientOperations.has(operation)) {
      if (input.ClientId !== this.clientId) {
        const message = `User pool client ${input.ClientId} does not exist.`;
        throw new CognitoError('ResourceNotFoundException', message);
      }
    } else if (!tokenOperations.has(operation)) {
      throw new CognitoError('UnknownOperationException', `Unknown operation ${operation}`);
    }
    return this[operation](input);
  }

  async SignUp(input) {
    required(input, 'Username', 'Password');
    this.users.checkUsername(input.Username);
    const attributes = Array.isArray(input.UserAttributes) ? input.UserAttributes : [];
    const email = attributes.find((attribute) => attribute?.Name === 'email')?.Value;
    checkEmail(email);
    const taken = new CognitoError('UsernameExistsException', 'User already exists');
    if (await this.users.find(input.Username)) {
      this.users.checkPassword(input.Password);
      throw taken;
    }
    const sub = randomUUID();
    const user = { username: input.Username, sub, email, confirmed: false, epoch: 0 };
    this.users.setPassword(user, input.Password);
    issueCode(user, 'signup', this.settings.now());
    if (!(await this.users.create(user))) throw taken;
    this.mailed(user.username, user.codes.signup.code);
    const CodeDeliveryDetails = deliveryDetails(email);
    return { UserConfirmed: false, UserSub: sub, CodeDeliveryDetails };
  }

  async ConfirmSignUp(input) {
    required(input, 'Username', 'ConfirmationCode');
    const user = await this.users.find(input.Username);
    if (user?.confirmed && wasRedeemed(user, 'signup', input.ConfirmationCode)) {
      const message = 'User cannot be confirmed. Current status is CONFIRMED';
      throw new CognitoError('NotAuthorizedException', message);
    }
    return this.users.changeAnybody(input.Username, isUnconfirmed, async (record) => {
      redeemCode(record, 'signup', input.ConfirmationCode, this.settings.now());
      if (!(await this.users.claimAddress(record))) {
        const message = 'An account with the given email already exists.';
        throw new CognitoError('AliasExistsException', message);
      }
      record.confirmed = true;
      return {};
    });
  }

  /** Mails a code to a user who may have one; for all others the answer is the same. */
  async mail(input, kind, mayHave) {
    required(input, 'Username');
    const record = await this.users.changeAnybody(input.Username, mayHave, (changed) => {
      countAttempt(changed, 'mail', this.settings.now());
      issueCode(changed, kind, this.settings.now());
      return changed;
    });
    if (!record.isNobody) this.mailed(record.username, record.codes[kind].code);
    const email = record.isNobody ? this.users.addressOfNobody(input.Username) : record.email;
    return { CodeDeliveryDetails: deliveryDetails(email) };
  }

  ResendConfirmationCode(input) {
    return this.mail(input, 'signup', isUnconfirmed);
  }

  ForgotPassword(input) {
    return this.mail(input, 'forgot', isConfirmed);
  }

  async ConfirmForgotPassword(input) {
    required(input, 'Username', 'ConfirmationCode', 'Password');
    this.users.checkPassword(input.Password);
    return this.users.changeAnybody(input.Username, isConfirmed, (record) => {
      redeemCode(record, 'forgot', input.ConfirmationCode, this.settings.now());
      this.users.setPassword(record, input.Password);
      return {};
    });
  }

  async InitiateAuth(input) {
    const { AuthFlow } = input;
    const parameters = input.AuthParameters ?? {};
    const flow = AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : AuthFlow;
    if (!this.flows.includes(`ALLOW_${flow}`))
      throw invalidParameter(`${AuthFlow} flow not enabled for this client`);
    if (flow === 'USER_SRP_AUTH') return this.signIn.begin(parameters);
    return this.refresh(parameters.REFRESH_TOKEN);
  }

  async RespondToAuthChallenge(input) {
    if (input.ChallengeName !== 'PASSWORD_VERIFIER')
      throw invalidParameter('The challenge is not supported.');
    return this.signIn.answer(input.ChallengeResponses ?? {});
  }

  async GetTokensFromRefreshToken(input) {
    const { AuthenticationResult } = await this.refresh(input.RefreshToken);
    return { AuthenticationResult };
  }

  async refresh(refreshToken) {
    const AuthenticationResult = await this.tokens.refresh(refreshToken, this.findUser);
    return { AuthenticationResult, ChallengeParameters: {} };
  }

  async RevokeToken(input) {
    required(input, 'Token');
    await this.tokens.revoke(input.Token);
    return {};
  }

  async GetUser(input) {
    const { user } = await this.authorize(input);
    const attributes = { sub: user.sub, email: user.email, email_verified: 'true' };
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    return { Username: user.username, UserAttributes };
  }

  /** Every session of the user ends: those of before have an older epoch. */
  async GlobalSignOut(input) {
    const { user } = await this.authorize(input);
    return this.users.change(user.username, (current) => {
      current.epoch += 1;
      return {};
    });
  }

  async ChangePassword(input) {
    required(input, 'PreviousPassword', 'ProposedPassword');
    const { user } = await this.authorize(input);
    return this.users.change(user.username, (current) => {
      const { poolName } = this.users;
      countAttempt(current, 'password', this.settings.now());
      if (!passwordMatches(current, poolName, current.username, input.PreviousPassword))
        throw wrongPassword();
      this.users.setPassword(current, input.ProposedPassword);
      return {};
    });
  }

  authorize({ AccessToken }) {
    return this.tokens.authorize(AccessToken, this.findUser);
  }

  findUser = (username) => this.users.find(username);

  async mailbox(username) {
    return mailbox(await this.users.find(username));
  }

  expireCodes(username) {
    return this.users.change(username, (user) => user && expireCodes(user));
  }
}
