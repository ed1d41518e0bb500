// Amazon's own Cognito client against a local backend, with promises.
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
} from 'amazon-cognito-identity-js';

const promise = (call) =>
  new Promise((resolve, reject) =>
    call((error, result) => (error ? reject(error) : resolve(result))),
  );

class MemoryStorage {
  items = new Map();
  setItem(key, value) {
    this.items.set(key, value);
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  removeItem(key) {
    this.items.delete(key);
  }
  clear() {
    this.items.clear();
  }
}

export class CognitoClient {
  constructor({ userPoolId, userPoolClientId, cognitoEndpoint }) {
    this.storage = new MemoryStorage();
    this.pool = new CognitoUserPool({
      UserPoolId: userPoolId,
      ClientId: userPoolClientId,
      endpoint: cognitoEndpoint,
      Storage: this.storage,
    });
  }

  user(username) {
    return new CognitoUser({ Username: username, Pool: this.pool, Storage: this.storage });
  }

  signUp(username, password, email = `${username}@example.com`) {
    const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];
    return promise((done) => this.pool.signUp(username, password, attributes, null, done));
  }

  confirm(username, code) {
    return promise((done) => this.user(username).confirmRegistration(code, false, done));
  }

  resend(username) {
    return promise((done) => this.user(username).resendConfirmationCode(done));
  }

  /** @returns {Promise<{ user: CognitoUser, session: object }>} */
  signIn(username, password) {
    const user = this.user(username);
    const details = new AuthenticationDetails({ Username: username, Password: password });
    return new Promise((resolve, reject) =>
      user.authenticateUser(details, {
        onSuccess: (session) => resolve({ user, session }),
        onFailure: reject,
      }),
    );
  }

  refresh(user, session) {
    return promise((done) => user.refreshSession(session.getRefreshToken(), done));
  }

  forgotPassword(username) {
    const user = this.user(username);
    return new Promise((onSuccess, onFailure) => user.forgotPassword({ onSuccess, onFailure }));
  }

  confirmPassword(username, code, password) {
    const user = this.user(username);
    return new Promise((onSuccess, onFailure) =>
      user.confirmPassword(code, password, { onSuccess, onFailure }),
    );
  }

  changePassword(user, from, to) {
    return promise((done) => user.changePassword(from, to, done));
  }

  globalSignOut(user) {
    return new Promise((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
  }
}
