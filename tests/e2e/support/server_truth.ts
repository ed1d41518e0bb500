// What the server really holds, asked with Amazon's own Cognito client and plain GraphQL: the
// judge of "exactly once, in order" is not the client under test.
import {
  AuthenticationDetails,
  CognitoUser,
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

export class ServerTruth {
  private constructor(
    private readonly backend: Backend,
    private readonly token: string,
    readonly userId: string,
  ) {}

  static async as(username: string, backend: Backend): Promise<ServerTruth> {
    const { userPoolId, userPoolClientId, cognitoEndpoint } = backend.outputs;
    const pool = new CognitoUserPool({
      UserPoolId: userPoolId,
      ClientId: userPoolClientId,
      endpoint: cognitoEndpoint,
    });
    const user = new CognitoUser({ Username: username, Pool: pool });
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
