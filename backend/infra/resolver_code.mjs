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
  'Mutation.reportPresence': 'users',
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
  'Subscription.onConversationChange': 'none',
  'Subscription.onMessageChange': 'none',
  'Subscription.onReceipt': 'none',
  'Subscription.onTyping': 'none',
};

/** The steps that pipelines are made of. */
export const functions = {
  add_members: 'conversations',
  announce_typing: 'none',
  assert_member: 'conversations',
  change_message: 'messages',
  count_events: 'counters',
  find_events: 'events',
  find_message: 'messages',
  find_own_message: 'messages',
  find_people: 'users',
  find_replied: 'messages',
  link_members: 'userConversations',
  next_change_seq: 'conversations',
  next_seq: 'conversations',
  put_conversation: 'conversations',
  put_events: 'events',
  put_message: 'messages',
  query_messages: 'messages',
  raise_read_marker: 'readMarkers',
  remove_link: 'userConversations',
  remove_member: 'conversations',
  rename_conversation: 'conversations',
  reread_change: 'messages',
  reread_conversation: 'conversations',
  reread_message: 'messages',
};

const readPage = ['assert_member', 'query_messages'];
const addPeople = ['assert_member', 'find_people', 'add_members', 'link_members'];
const changeMessage = [
  'assert_member',
  'find_own_message',
  'next_change_seq',
  'change_message',
  'reread_change',
];

export const pipelines = {
  'Query.allMessage': readPage,
  'Query.allMessageConnection': readPage,
  'Query.allMessageFrom': readPage,
  'Query.messagesAfter': readPage,
  'Query.messagesBefore': readPage,
  'Query.changesAfter': readPage,
  'Mutation.createConversation': ['put_conversation', 'reread_conversation'],
  'Mutation.startConversation': [
    'find_people',
    'put_conversation',
    'reread_conversation',
    'link_members',
  ],
  'Mutation.createUserConversations': addPeople,
  'Mutation.addMembers': addPeople,
  'Mutation.leaveConversation': ['assert_member', 'remove_link', 'remove_member'],
  'Mutation.renameConversation': ['assert_member', 'rename_conversation'],
  'Mutation.createMessage': [
    'assert_member',
    'find_message',
    'find_replied',
    'next_seq',
    'put_message',
    'reread_message',
  ],
  'Mutation.editMessage': changeMessage,
  'Mutation.deleteMessage': changeMessage,
  'Mutation.markRead': ['assert_member', 'raise_read_marker'],
  'Mutation.sendTyping': ['assert_member', 'announce_typing'],
  'Mutation.recordEvents': ['find_events', 'put_events', 'count_events'],
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
