// Somebody who is signed in and asks GraphQL questions.
import { randomUUID } from 'node:crypto';
import { CognitoClient } from './cognito.mjs';
import { RealtimeClient } from './realtime.mjs';

export const password = 'Correct-Horse-7';

export class Person {
  /** Signs up, confirms, signs in and enters the directory, as a client does. */
  static async join(backend, name) {
    const client = new CognitoClient(backend.outputs);
    await client.signUp(name, password);
    await client.confirm(name, await backend.code(name));
    const person = await Person.signIn(backend, name);
    await person.register();
    return person;
  }

  /**
   * The same without SRP, which costs a quarter of a second each time: for tests of what comes
   * after it, with a backend in this process.
   */
  static async appear(backend, name) {
    const { users, tokens } = backend.running.pool;
    const user = { username: name, sub: randomUUID(), email: `${name}@example.com`, epoch: 0 };
    users.setPassword(user, password);
    await users.create({ ...user, confirmed: true });
    const { AccessToken } = await tokens.signIn(user);
    const person = new Person(backend, name, AccessToken, user.sub);
    await person.register();
    return person;
  }

  register() {
    return this.data(
      'mutation { createUser(username: "any") { id cognitoId username registered } }',
    );
  }

  static async signIn(backend, name) {
    const client = new CognitoClient(backend.outputs);
    const { session } = await client.signIn(name, password);
    const access = session.getAccessToken();
    return new Person(backend, name, access.getJwtToken(), access.payload.sub);
  }

  constructor(backend, name, token, sub) {
    Object.assign(this, { backend, name, token, sub });
  }

  /** @returns {Promise<{ status: number, data: object | null, errors: object[] }>} */
  async ask(query, variables = {}) {
    const response = await fetch(this.backend.outputs.graphqlEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.token },
      body: JSON.stringify({ query, variables }),
    });
    const { data = null, errors = [] } = await response.json();
    return { status: response.status, data, errors };
  }

  /** The data of an answer without errors. */
  async data(query, variables) {
    const { data, errors } = await this.ask(query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The type of the only error of an answer; null when there is none. */
  async errorType(query, variables) {
    const { errors } = await this.ask(query, variables);
    return errors.length === 0 ? null : errors[0].errorType;
  }

  directIdWith(other) {
    return [this.sub, other.sub].sort().join('_');
  }

  /** @returns {Promise<string>} the id of the conversation of the two */
  async startWith(other) {
    const id = this.directIdWith(other);
    await this.data(startConversation, { id, memberIds: [this.sub, other.sub], name: 'two' });
    return id;
  }

  async startGroup(name, ...others) {
    const id = randomUUID();
    await this.data(startConversation, { id, memberIds: others.map(({ sub }) => sub), name });
    return id;
  }

  async say(conversationId, content, id = randomUUID()) {
    const variables = { id, conversationId, content, createdAt: new Date().toISOString() };
    return (await this.data(createMessage, variables)).createMessage;
  }

  /** Every message of a conversation, oldest first. */
  async history(conversationId) {
    const all = [];
    for (;;) {
      const { messages } = (
        await this.data(messagesAfter, { conversationId, seq: all.at(-1)?.seq ?? 0 })
      ).messagesAfter;
      if (messages.length === 0) return all;
      all.push(...messages);
    }
  }

  async realtime() {
    return RealtimeClient.connect(this.backend.outputs, this.token);
  }
}

export const startConversation = `
  mutation($id: ID!, $memberIds: [ID!]!, $name: String!) {
    startConversation(id: $id, memberIds: $memberIds, name: $name) {
      id name createdAt lastSeq memberIds
    }
  }`;

export const createMessage = `
  mutation(
    $content: String, $conversationId: ID!, $createdAt: String!, $id: ID!, $replyTo: ID
  ) {
    createMessage(
      content: $content, conversationId: $conversationId, createdAt: $createdAt, id: $id,
      replyTo: $replyTo
    ) {
      id conversationId content createdAt sender isSent seq sentAt recipients replyTo
    }
  }`;

export const messagesAfter = `
  query($conversationId: ID!, $seq: Int!, $first: Int = 100) {
    messagesAfter(conversationId: $conversationId, seq: $seq, first: $first) {
      nextToken
      messages { id content seq sender sentAt replyTo }
    }
  }`;
