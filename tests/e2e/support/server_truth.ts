// What the server really holds, asked with Amazon's own Cognito client and plain GraphQL: the
// judge of "exactly once, in order" is not the client under test. It also makes what a story
// only needs to find: an account, a long history.
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import type { Backend } from './backend';
import { password } from './person';

export interface StoredMessage {
  id: string;
  content: string;
  seq: number;
  sender: string;
}

function poolOf({ outputs }: Backend): CognitoUserPool {
  return new CognitoUserPool({
    UserPoolId: outputs.userPoolId,
    ClientId: outputs.userPoolClientId,
    endpoint: outputs.cognitoEndpoint,
  });
}

export class ServerTruth {
  private constructor(
    private readonly backend: Backend,
    private readonly token: string,
    readonly userId: string,
  ) {}

  /** Signs `username` up and enters him in the directory; no browser is involved. */
  static async register(username: string, backend: Backend): Promise<ServerTruth> {
    const email = new CognitoUserAttribute({ Name: 'email', Value: `${username}@example.com` });
    await new Promise<void>((resolve, reject) =>
      poolOf(backend).signUp(username, password, [email], [], (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    const code = await backend.code(username);
    await new Promise<void>((resolve, reject) =>
      new CognitoUser({ Username: username, Pool: poolOf(backend) }).confirmRegistration(
        code,
        true,
        (error: unknown) => (error ? reject(error as Error) : resolve()),
      ),
    );
    const truth = await ServerTruth.as(username, backend);
    await truth.query('mutation($name: String!) { createUser(username: $name) { id } }', {
      name: username,
    });
    return truth;
  }

  static async as(username: string, backend: Backend): Promise<ServerTruth> {
    const user = new CognitoUser({ Username: username, Pool: poolOf(backend) });
    const session = await new Promise<CognitoUserSession>((resolve, reject) =>
      user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), {
        onSuccess: resolve,
        onFailure: reject,
      }),
    );
    const access = session.getAccessToken();
    return new ServerTruth(backend, access.getJwtToken(), access.payload.sub as string);
  }

  async conversationIds(): Promise<string[]> {
    const data = await this.query<{
      me: { conversations: { userConversations: { conversationId: string }[] } };
    }>('{ me { conversations(first: 100) { userConversations { conversationId } } } }');
    return data.me.conversations.userConversations.map((link) => link.conversationId);
  }

  /** Every message of the conversation, oldest first. */
  async messages(conversationId: string): Promise<StoredMessage[]> {
    const all: StoredMessage[] = [];
    for (;;) {
      const seq = all.at(-1)?.seq ?? 0;
      const data = await this.query<{ messagesAfter: { messages: StoredMessage[] } }>(
        `query($c: ID!, $seq: Int!) { messagesAfter(conversationId: $c, seq: $seq, first: 100) {
           messages { id content seq sender } } }`,
        { c: conversationId, seq },
      );
      if (data.messagesAfter.messages.length === 0) return all;
      all.push(...data.messagesAfter.messages);
    }
  }

  /** Starts the conversation of this user with `other`; answers its id. */
  async converse(other: ServerTruth): Promise<string> {
    const memberIds = [this.userId, other.userId].sort();
    const id = memberIds.join('_');
    await this.query(
      `mutation($id: ID!, $memberIds: [ID!]!) {
         startConversation(id: $id, memberIds: $memberIds, name: "Two") { id } }`,
      { id, memberIds },
    );
    return id;
  }

  async say(conversationId: string, content: string): Promise<void> {
    await this.query(
      `mutation($c: ID!, $id: ID!, $content: String!, $at: String!) {
         createMessage(conversationId: $c, id: $id, content: $content, createdAt: $at) { id } }`,
      { c: conversationId, id: crypto.randomUUID(), content, at: new Date().toISOString() },
    );
  }

  private async query<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(this.backend.outputs.graphqlEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.token },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data: T; errors?: unknown[] };
    if (answer.errors?.length) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }
}
