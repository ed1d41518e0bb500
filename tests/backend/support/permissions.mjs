// Who may do what: every field of the schema, with the answer that each kind of person gets. The
// group is alice's ("owner"), with bob in it ("member"); carol has left it ("left"), and eve
// ("stranger") never was in it.
import { randomUUID } from 'node:crypto';

const no = 'Unauthorized';
const everybody = { owner: null, member: null, left: null, stranger: null };
const members = { owner: null, member: null, left: no, stranger: no };
const owner = { owner: null, member: no, left: no, stranger: no };
/** Ids of new things are the client's choice, so that one learns here whether an id is taken. */
const takenIds = { ...members, choosesId: true };

const group = ({ group: c }) => ({ c });
const nothing = () => ({});
const message = ({ group: c, message: m }) => ({ c, m });

/**
 * "Query.field" or "Mutation.field" to what is asked, the variables in a world of group, message
 * and people, and the type of the error that each kind of person gets; null when there is none.
 * `uses` up the group: each person gets one of his own.
 */
export const operations = {
  'Query.allMessage': [
    'query($c: ID!) { allMessage(conversationId: $c) { content } }',
    group,
    members,
  ],
  'Query.allMessageConnection': [
    'query($c: ID!) { allMessageConnection(conversationId: $c) { messages { content } } }',
    group,
    members,
  ],
  'Query.allMessageFrom': [
    'query($c: ID!, $s: String!) { allMessageFrom(conversationId: $c, sender: $s) { content } }',
    ({ group: c, people }) => ({ c, s: people.owner.sub }),
    members,
  ],
  'Query.allUser': ['{ allUser { username } }', nothing, everybody],
  'Query.changesAfter': [
    'query($c: ID!) { changesAfter(conversationId: $c, changeSeq: 0) { messages { id } } }',
    group,
    members,
  ],
  'Query.conversation': [
    'query($c: ID!) { conversation(id: $c) { name memberIds } }',
    group,
    members,
  ],
  'Query.me': ['{ me { id } }', nothing, everybody],
  'Query.messagesAfter': [
    'query($c: ID!) { messagesAfter(conversationId: $c, seq: 0) { messages { content } } }',
    group,
    members,
  ],
  'Query.messagesBefore': [
    'query($c: ID!) { messagesBefore(conversationId: $c) { messages { content } } }',
    group,
    members,
  ],
  'Query.users': ['{ users { users { username } } }', nothing, everybody],
  'Mutation.addMembers': [
    'mutation($c: ID!, $p: [ID!]!) { addMembers(conversationId: $c, memberIds: $p) { id } }',
    ({ group: c, people }) => ({ c, p: [people.member.sub] }),
    members,
  ],
  'Mutation.createConversation': [
    'mutation($c: ID!) { createConversation(id: $c, name: "x") { name } }',
    group,
    takenIds,
  ],
  'Mutation.createMessage': [
    `mutation($c: ID!, $m: ID!) { createMessage(
      id: $m, conversationId: $c, content: "x", createdAt: "now") { id } }`,
    ({ group: c }) => ({ c, m: randomUUID() }),
    members,
  ],
  'Mutation.createUser': [
    'mutation { createUser(username: "somebody") { username } }',
    nothing,
    everybody,
  ],
  'Mutation.createUserConversations': [
    `mutation($c: ID!, $p: ID!) {
      createUserConversations(conversationId: $c, userId: $p) { userId } }`,
    ({ group: c, people }) => ({ c, p: people.member.sub }),
    members,
  ],
  'Mutation.deleteMessage': [
    'mutation($c: ID!, $m: ID!) { deleteMessage(conversationId: $c, id: $m) { id } }',
    message,
    { ...owner, uses: true },
  ],
  'Mutation.editMessage': [
    `mutation($c: ID!, $m: ID!) {
      editMessage(conversationId: $c, id: $m, content: "edited") { id } }`,
    message,
    owner,
  ],
  'Mutation.leaveConversation': [
    'mutation($c: ID!) { leaveConversation(conversationId: $c) { id } }',
    group,
    { ...members, uses: true },
  ],
  'Mutation.markRead': [
    'mutation($c: ID!) { markRead(conversationId: $c, seq: 1) { readSeq } }',
    group,
    members,
  ],
  'Mutation.recordEvents': [
    'mutation($e: [EventInput!]!) { recordEvents(events: $e) }',
    () => ({ e: [{ id: randomUUID(), name: 'New Conversation', at: new Date().toISOString() }] }),
    everybody,
  ],
  'Mutation.renameConversation': [
    'mutation($c: ID!) { renameConversation(conversationId: $c, name: "y") { name } }',
    group,
    members,
  ],
  'Mutation.reportPresence': ['mutation { reportPresence { id } }', nothing, everybody],
  'Mutation.sendTyping': [
    'mutation($c: ID!) { sendTyping(conversationId: $c) { userId } }',
    group,
    members,
  ],
  'Mutation.startConversation': [
    `mutation($c: ID!, $p: [ID!]!) {
      startConversation(id: $c, memberIds: $p, name: "x") { id } }`,
    ({ group: c, people }) => ({ c, p: [people.owner.sub, people.member.sub, people.left.sub] }),
    takenIds,
  ],
};

const hearing = { owner: true, member: true, left: false, stranger: false };

/**
 * "Subscription.field" to the document, its variables, the type of the error that each gets who
 * starts it (null: none), and who hears of what the owner does to the group and its message.
 */
export const subscriptions = {
  'Subscription.onConversation': [
    'subscription { onConversation { id memberIds } }',
    nothing,
    everybody,
    hearing,
  ],
  'Subscription.onConversationChange': [
    'subscription { onConversationChange { id name memberIds } }',
    nothing,
    everybody,
    hearing,
  ],
  'Subscription.onInbox': ['subscription { onInbox { content } }', nothing, everybody, hearing],
  'Subscription.onMessageChange': [
    'subscription { onMessageChange { content } }',
    nothing,
    everybody,
    hearing,
  ],
  'Subscription.onReceipt': [
    'subscription { onReceipt { userId readSeq } }',
    nothing,
    everybody,
    hearing,
  ],
  'Subscription.onTyping': ['subscription { onTyping { userId } }', nothing, everybody, hearing],
  'Subscription.subscribeToNewMessage': [
    'subscription($c: ID!) { subscribeToNewMessage(conversationId: $c) { content } }',
    group,
    members,
    hearing,
  ],
  'Subscription.subscribeToNewUCs': [
    'subscription($p: ID!) { subscribeToNewUCs(userId: $p) { conversationId } }',
    ({ people }) => ({ p: people.member.sub }),
    { owner: no, member: null, left: no, stranger: no },
    { owner: false, member: true, left: false, stranger: false },
  ],
  'Subscription.subscribeToNewUsers': [
    'subscription { subscribeToNewUsers { username } }',
    nothing,
    everybody,
    { owner: true, member: true, left: true, stranger: true },
  ],
};

/** Every other field. "object": for whoever may see its object. */
export const fields = {
  Conversation: {
    ...objects('createdAt', 'id', 'lastChangeSeq', 'lastSeq', 'memberIds', 'name'),
    messages: 'members',
  },
  Message: {
    ...objects('author', 'changeSeq', 'content', 'conversationId', 'createdAt', 'deletedAt'),
    ...objects('editedAt', 'id', 'isSent', 'recipient', 'recipients', 'replyTo', 'sender'),
    ...objects('sentAt', 'seq'),
  },
  MessageConnection: objects('messages', 'nextToken'),
  Typing: objects('conversationId', 'recipients', 'userId'),
  User: {
    ...objects('cognitoId', 'id', 'registered', 'username'),
    conversations: 'self',
    lastSeen: 'self and people met',
    messages: 'self',
  },
  UserConnection: objects('nextToken', 'users'),
  UserConversations: {
    ...objects('conversationId', 'readSeq', 'recipients', 'user', 'userId'),
    associated: 'members',
    conversation: 'members',
  },
  UserConverstationsConnection: objects('nextToken', 'userConversations'),
};

function objects(...names) {
  return Object.fromEntries(names.map((name) => [name, 'object']));
}
