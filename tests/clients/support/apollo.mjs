// Apollo Client as AWS describes it for AppSync.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { createAuthLink } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { WebSocket } from 'ws';

globalThis.WebSocket ??= WebSocket; // Node has one from version 22 on; the link expects it.

export function apolloClient({ graphqlEndpoint: url, region }, token) {
  const auth = { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: async () => token };
  const link = ApolloLink.from([
    createAuthLink({ url, region, auth }),
    createSubscriptionHandshakeLink({ url, region, auth }, new HttpLink({ uri: url })),
  ]);
  return new ApolloClient({ link, cache: new InMemoryCache() });
}
