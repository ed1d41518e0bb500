// The stack under test, local or deployed, and accounts in it. Everything here is what any
// client may do; the only difference between the two is where mailed codes are read.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { CognitoClient } from '../../backend/support/cognito.mjs';

globalThis.WebSocket ??= WebSocket; // Node has one from version 22 on; the clients expect it.

/** As in the site's config.json. */
export const stack = JSON.parse(readFileSync(process.env.CHATQL_OUTPUTS, 'utf8'));

// Where AWS is, the clients find it by the region.
stack.cognitoEndpoint ??= `https://cognito-idp.${stack.region}.amazonaws.com/`;

export const password = 'Correct-Horse-7';

export const newName = (kind) => `${kind}-${randomUUID().slice(0, 8)}`;

/** CHATQL_EMAIL is an address of one's own with NAME in it, such as me+NAME@example.com. */
export const emailOf = (name) =>
  (process.env.CHATQL_EMAIL ?? 'NAME@example.com').replace('NAME', name);

/** The newest code mailed to a user; CHATQL_CODE_COMMAND, given the name, prints it. */
export async function mailedCode(name) {
  if (stack.localEndpoint) {
    const answer = await fetch(new URL(`/mailbox/${name}`, stack.localEndpoint));
    return (await answer.json()).at(-1).code;
  }
  const { stdout } = await promisify(execFile)(process.env.CHATQL_CODE_COMMAND, [name]);
  return stdout.trim();
}

/** Somebody with a confirmed account and a session, who asks by plain HTTP. */
export class Account {
  static async make(kind) {
    const name = newName(kind);
    const client = new CognitoClient(stack);
    await client.signUp(name, password, emailOf(name));
    await client.confirm(name, await mailedCode(name));
    const { session, user } = await client.signIn(name, password);
    const account = new Account(name, client, user, session);
    await account.data(`mutation { createUser(username: "any") { cognitoId username } }`);
    return account;
  }

  constructor(name, client, user, session) {
    Object.assign(this, { name, client, user, session });
    this.token = session.getAccessToken().getJwtToken();
    this.sub = session.getAccessToken().payload.sub;
  }

  async data(query, variables = {}) {
    const answer = await fetch(stack.graphqlEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.token },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** @returns {Promise<string>} the id of the conversation of the two */
  async startWith(sub) {
    const id = [this.sub, sub].sort().join('_');
    await this.data(startConversation, { id, memberIds: [this.sub, sub], name: 'two' });
    return id;
  }

  async say(conversationId, content, id = randomUUID()) {
    const createdAt = new Date().toISOString();
    const variables = { id, conversationId, content, createdAt };
    return (await this.data(createMessage, variables)).createMessage;
  }
}

export const startConversation = `
  mutation StartConversation($id: ID!, $memberIds: [ID!]!, $name: String!) {
    startConversation(id: $id, memberIds: $memberIds, name: $name) { id name lastSeq memberIds }
  }`;

export const createMessage = `
  mutation CreateMessage($id: ID!, $conversationId: ID!, $content: String, $createdAt: String!) {
    createMessage(
      id: $id, conversationId: $conversationId, content: $content, createdAt: $createdAt
    ) { id conversationId content createdAt sender isSent seq sentAt recipients }
  }`;

export const onInbox = `
  subscription OnInbox {
    onInbox { id conversationId content createdAt sender isSent seq sentAt recipients }
  }`;

export const messagePage = `
  query Page($conversationId: ID!, $first: Int, $after: String) {
    allMessageConnection(conversationId: $conversationId, first: $first, after: $after) {
      nextToken
      messages { id content seq }
    }
  }`;

const settleMs = 3000;

/**
 * Sends until the subscriber has heard something: on AWS an acknowledged subscription is not
 * yet a live one. On the local backend the first message is heard.
 * @param {() => Promise<object>} send
 * @param {Promise<object>} heard
 */
export async function sendUntilHeard(send, heard) {
  for (let tries = 0; tries < 10; tries += 1) {
    const sent = await send();
    const silence = new Promise((resolve) => setTimeout(resolve, settleMs));
    const event = await Promise.race([heard, silence]);
    if (event) return { sent, event };
  }
  throw new Error('The subscriber has heard nothing.');
}
