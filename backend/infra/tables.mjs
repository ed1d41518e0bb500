// The DynamoDB tables. Each is on demand, encrypted and kept when the stack is deleted.
import { RemovalPolicy, aws_dynamodb as dynamodb } from 'aws-cdk-lib';

const string = (name) => ({ name, type: dynamodb.AttributeType.STRING });
const number = (name) => ({ name, type: dynamodb.AttributeType.NUMBER });

/**
 * @param {import('constructs').Construct} scope
 * @param {{ streamEvents: boolean }} options whether what is put into `events` is streamed too
 */
export function makeTables(scope, { streamEvents }) {
  const table = (id, partitionKey, sortKey, options) =>
    new dynamodb.Table(scope, id, {
      partitionKey,
      sortKey,
      ...options,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });

  const users = table('Users', string('cognitoId'));
  users.addGlobalSecondaryIndex({
    indexName: 'byName',
    partitionKey: string('directory'),
    sortKey: string('sortName'),
  });

  const messages = table('Messages', string('conversationId'), string('id'));
  messages.addLocalSecondaryIndex({ indexName: 'bySeq', sortKey: number('seq') });
  messages.addLocalSecondaryIndex({ indexName: 'byChange', sortKey: number('changeSeq') });
  messages.addGlobalSecondaryIndex({
    indexName: 'bySender',
    partitionKey: string('sender'),
    sortKey: string('sentAt'),
  });

  return {
    users,
    messages,
    conversations: table('Conversations', string('id')),
    userConversations: table('UserConversations', string('userId'), string('conversationId')),
    events: table('Events', string('userId'), string('id'), {
      timeToLiveAttribute: 'expiresAt',
      ...(streamEvents && { stream: dynamodb.StreamViewType.NEW_IMAGE }),
    }),
    counters: table('Counters', string('day')),
    readMarkers: table('ReadMarkers', string('userId'), string('conversationId')),
  };
}
