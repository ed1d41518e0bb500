// Which resolver the schema's fields have, which table each reads or writes, and the code of
// each as AppSync takes it: one file without imports of ours.
import { buildSync } from 'esbuild';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../resolvers');

/** Fields that one request to one table answers; `none` asks no table. */
export const units = {
  'Query.me': 'users',
  'Query.allUser': 'users',
  'Query.users': 'users',
  'Query.conversation': 'conversations',
  'Mutation.createUser': 'users',
  'User.conversations': 'userConversations',
  'User.messages': 'messages',
  'UserConversations.associated': 'conversations',
  'UserConversations.conversation': 'conversations',
  'UserConversations.readSeq': 'readMarkers',
  'UserConversations.user': 'users',
  'Conversation.messages': 'messages',
  'Message.author': 'users',
  'Message.recipient': 'users',
  'Subscription.subscribeToNewUCs': 'none',
  'Subscription.onInbox': 'none',
  'Subscription.onConversation': 'none',
};

/** The steps that pipelines are made of. */
export const functions = {
  add_member: 'conversations',
  assert_member: 'conversations',
  find_message: 'messages',
  find_people: 'users',
  find_user: 'users',
  link_members: 'userConversations',
  next_seq: 'conversations',
  put_conversation: 'conversations',
  put_link: 'userConversations',
  put_message: 'messages',
  query_messages: 'messages',
  raise_read_marker: 'readMarkers',
  reread_conversation: 'conversations',
  reread_message: 'messages',
};

const readPage = ['assert_member', 'query_messages'];

export const pipelines = {
  'Query.allMessage': readPage,
  'Query.allMessageConnection': readPage,
  'Query.allMessageFrom': readPage,
  'Query.messagesAfter': readPage,
  'Query.messagesBefore': readPage,
  'Mutation.createConversation': ['put_conversation', 'reread_conversation'],
  'Mutation.startConversation': [
    'find_people',
    'put_conversation',
    'reread_conversation',
    'link_members',
  ],
  'Mutation.createUserConversations': ['assert_member', 'find_user', 'add_member', 'put_link'],
  'Mutation.createMessage': [
    'assert_member',
    'find_message',
    'next_seq',
    'put_message',
    'reread_message',
  ],
  'Mutation.markRead': ['assert_member', 'raise_read_marker'],
  'Subscription.subscribeToNewMessage': ['assert_member'],
};

/** @param {string} name without ".js", relative to backend/resolvers */
export function resolverCode(name) {
  const result = buildSync({
    entryPoints: [join(folder, `${name}.js`)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    external: ['@aws-appsync/utils', '@aws-appsync/utils/*'],
    legalComments: 'none',
    absWorkingDir: folder,
  });
  return result.outputFiles[0].text;
}
