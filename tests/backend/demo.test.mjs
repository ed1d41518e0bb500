// --demo fills the tables once, with conversations that look lived in.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { readFortunes, sources } from '../../backend/local/demo/fortunes.mjs';
import { demoPassword, seedDemo } from '../../backend/local/demo/seed.mjs';
import { TestBackend } from './support/backend.mjs';
import { CognitoClient } from './support/cognito.mjs';
import { Person } from './support/person.mjs';

let folder;
let backend;
let demo;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatql-fortunes-'));
  for (const [language, [, files]] of Object.entries(sources))
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      const texts = Array.from({ length: 30 }, (_, i) => `${language} ${file} ${i}`);
      await writeFile(join(folder, file), texts.join('\n%\n'));
    }
  backend = await TestBackend.start({ seed: (tools) => seedDemo(tools, folder) });
  const { session } = await new CognitoClient(backend.outputs).signIn('demo', demoPassword);
  const access = session.getAccessToken();
  demo = new Person(backend, 'demo', access.getJwtToken(), access.payload.sub);
});
after(async () => {
  await backend.stop();
  await rm(folder, { recursive: true });
});

const overview = `{ me { conversations { userConversations {
  conversationId readSeq associated { user { username } }
  conversation { name lastSeq createdAt messages(first: 1) { messages { sentAt } } } } } } }`;

async function links() {
  return (await demo.data(overview)).me.conversations.userConversations;
}

test('the demo user has one conversation of 2,000 messages and some shorter ones', async () => {
  const lengths = (await links()).map(({ conversation }) => conversation.lastSeq);
  assert.deepEqual(
    lengths.sort((a, b) => b - a),
    [2000, 120, 64, 38],
  );
  assert.ok((await links()).some(({ readSeq, conversation }) => readSeq < conversation.lastSeq));
});

test('its messages are in order of time, spread over weeks, in several languages', async () => {
  const long = (await links()).find(({ conversation }) => conversation.lastSeq === 2000);
  const messages = await demo.history(long.conversationId);
  assert.equal(messages.length, 2000);
  const times = messages.map(({ sentAt }) => Date.parse(sentAt));
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
  assert.ok(times.at(-1) - times[0] > 30 * 86_400_000);
  assert.ok(times.at(-1) < Date.now());
  const languages = new Set(messages.map(({ content }) => content.slice(0, 2)));
  assert.deepEqual([...languages].sort(), Object.keys(sources).sort());
  assert.equal(new Set(messages.map(({ sender }) => sender)).size, 2);
});

test('the demo people talk on in it', async () => {
  const long = (await links()).find(({ conversation }) => conversation.lastSeq === 2000);
  assert.equal((await demo.say(long.conversationId, 'And now?')).seq, 2001);
});

test('a second start adds nothing and takes nothing away', async () => {
  const before = await links();
  await backend.restart();
  assert.deepEqual(await links(), before);
});

test('without the texts it says which packages to install', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'chatql-empty-'));
  assert.throws(() => readFortunes(empty), {
    message: /sudo apt-get install fortunes fortunes-de fortunes-es .* fortunes-br$/,
  });
  await rm(empty, { recursive: true });
});
