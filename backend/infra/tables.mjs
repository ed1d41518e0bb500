// The DynamoDB tables. Each is on demand, encrypted and kept when the stack is deleted.
import { RemovalPolicy, aws_dynamodb as dynamodb } from 'aws-cdk-lib';

const string = (name) => ({ name, type: dynamodb.AttributeType.STRING });
const number = (name) => ({ name, type: dynamodb.AttributeType.NUMBER });

/** @param {import('constructs').Construct} scope */
export function makeTables(scope) {
  const table = (id, partitionKey, sortKey, timeToLiveAttribute) =>
    new dynamodb.Table(scope, id, {
      partitionKey,
      sortKey,
      timeToLiveAttribute,
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
    events: table('Events', string('userId'), string('id'), 'expiresAt'),
    counters: table('Counters', string('day')),
    readMarkers: table('ReadMarkers', string('userId'), string('conversationId')),
  };
}
