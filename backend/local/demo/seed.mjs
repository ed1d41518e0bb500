// --demo: sample people and conversations, written straight into the tables. A second start
// finds them and adds nothing.
import { createHash, randomUUID } from 'node:crypto';
import { toAttributes } from '../attributes.mjs';
import { UsageError } from '../usage_error.mjs';
import { readFortunes } from './fortunes.mjs';
import { conversations, people, performScript } from './script.mjs';

export const demoPassword = 'Demo-Chat-2000';

const batchSize = 25;
const parallelBatches = 8;

/** An id that is the same at every try, in the form of a UUID. */
function stableId(...parts) {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Fills tables that are known by the beginning of their names. */
class TableWriter {
  constructor(database, tables) {
    this.database = database;
    this.tables = tables;
  }

  async write(kind, items) {
    const { TableName } = this.tables.find((table) => table.TableName.startsWith(kind));
    const batches = [];
    for (let i = 0; i < items.length; i += batchSize) batches.push(items.slice(i, i + batchSize));
    const worker = async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) {
        const puts = batch.map((item) => ({ PutRequest: { Item: toAttributes(item) } }));
        const command = { RequestItems: { [TableName]: puts } };
        await this.database.call('BatchWriteItem', command);
      }
    };
    await Promise.all(Array.from({ length: parallelBatches }, worker));
  }
}

/** @returns {Promise<Map<string, string>>} name to sub */
async function makePeople(users) {
  const subs = new Map();
  for (const username of people) {
    const user = {
      username,
      sub: randomUUID(),
      email: `${username}@example.com`,
      confirmed: true,
      epoch: 0,
      demo: true,
    };
    users.setPassword(user, demoPassword);
    await users.create(user);
    const stored = await users.find(username);
    if (!stored.demo)
      throw new UsageError(`Somebody signed up as ${username} here: use --demo with other --data.`);
    subs.set(username, stored.sub);
  }
  return subs;
}

async function makeConversation(writer, fortunes, subs, index, now) {
  const { members, name, unread } = conversations[index];
  const memberIds = members.map((member) => subs.get(member)).sort();
  const id = members.length === 2 ? memberIds.join('_') : stableId('conversation', ...memberIds);
  const script = performScript(fortunes, index, now);
  const messages = script.map(({ sender, content, sentAt }, position) => ({
    conversationId: id,
    id: stableId('message', id, position),
    content,
    createdAt: new Date(sentAt).toISOString(),
    sender: subs.get(sender),
    isSent: true,
    seq: position + 1,
    sentAt: new Date(sentAt).toISOString(),
    recipients: memberIds,
  }));
  await writer.write('Messages', messages);
  const links = memberIds.map((userId) => ({ userId, conversationId: id }));
  const demo = subs.get('demo');
  const readUpTo = (userId) => (userId === demo ? messages.length - unread : messages.length);
  const markers = links.map((link) => ({ ...link, readSeq: readUpTo(link.userId) }));
  await writer.write('ReadMarkers', markers);
  await writer.write('UserConversations', links);
  const conversation = {
    id,
    name: name ?? [...members].sort().join(' and '),
    createdAt: messages[0].createdAt,
    memberIds,
    membersVersion: 0,
    lastSeq: messages.length,
    lastChangeSeq: 0,
  };
  await writer.write('Conversations', [conversation]);
}

/**
 * @param {object} tools
 * @param {import('../tables/database.mjs').Database} tools.database
 * @param {import('../template.mjs').Template} tools.template
 * @param {import('../records.mjs').Records} tools.records
 * @param {import('../cognito/users.mjs').Users} tools.users
 * @param {string} [folder] of the texts
 */
export async function seedDemo({ database, template, records, users }, folder) {
  const account = { usernames: people, password: demoPassword };
  if (await records.get('demo')) return account;
  const fortunes = readFortunes(folder);
  const subs = await makePeople(users);
  const writer = new TableWriter(database, template.tables);
  const now = Date.now();
  for (const index of conversations.keys())
    await makeConversation(writer, fortunes, subs, index, now);
  const directory = people.map((username) => ({
    cognitoId: subs.get(username),
    id: subs.get(username),
    username,
    registered: true,
    directory: 'users',
    sortName: username,
  }));
  await writer.write('Users', directory);
  await records.create('demo', { seededAt: now });
  return account;
}
