// The server of `./dev bench canvas`: the pages, and for each of them at /SIZE/ a backend that
// knows one user in one conversation of SIZE messages, which it makes up as they are asked for.
// It answers more of them at once than the local backend would, so that a million come in
// minutes; the program takes them as it takes any page.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const PAGE_MAX = 8000; // A reply may have 4 MB.
const SELF = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const ROOM = `${SELF}_${OTHER}`;
const BEGUN = Date.UTC(2020, 0, 1);
const MINUTE_MS = 60_000;
// Fine clocks are only for pages that share nothing.
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const LINES = [
  'Yes.',
  'A line of chat as people write it',
  'I will be there at seven, but not before the shops close, so please start without me',
  'كيف حالك اليوم؟',
  '你好，今天过得怎么样？',
  'It took me the whole afternoon to find out that the train had been cancelled. The next one ' +
    'was late, too, and when I came home nobody had fed the cat.',
  '👍🏽 🎉',
];

/** What lets the page's program start signed in: the row of src/core/auth_session.cc. */
export const credential = JSON.stringify({
  version: 1,
  username: 'alice',
  sub: SELF,
  refreshToken: 'bench',
});

function accessToken() {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: SELF, username: 'alice', token_use: 'access', iat: now, exp: now + 36_000 };
  return `${encode({ alg: 'none' })}.${encode(claims)}.none`;
}

function message(seq) {
  const at = new Date(BEGUN + seq * MINUTE_MS).toISOString();
  return {
    id: `6f9619ff-8b86-4d01-b42d-${String(100_000_000_000 + seq)}`,
    conversationId: ROOM,
    content: `${LINES[seq % LINES.length]} ${seq}`,
    createdAt: at,
    sender: seq % 3 === 0 ? SELF : OTHER,
    isSent: true,
    seq,
    sentAt: at,
    recipients: [SELF, OTHER],
  };
}

/** Of the messages from `first` to `last`; `more`: there are others behind them. */
function pageOf(first, last, more) {
  const length = Math.max(0, last - first + 1);
  return {
    messages: Array.from({ length }, (_, i) => message(first + i)),
    nextToken: more ? 'more' : null,
  };
}

function before(size, seq) {
  const last = Math.min(size, (seq ?? size + 1) - 1);
  const first = Math.max(1, last - PAGE_MAX + 1);
  return pageOf(first, last, first > 1);
}

const user = (id, username) => ({ id, cognitoId: id, username, registered: true });
const people = [user(SELF, 'alice'), user(OTHER, 'bob')];

const conversationOf = (size) => ({
  conversationId: ROOM,
  readSeq: size,
  associated: people.map((person) => ({ userId: person.id, readSeq: size, user: person })),
  conversation: {
    id: ROOM,
    name: 'room',
    createdAt: new Date(BEGUN).toISOString(),
    lastSeq: size,
    memberIds: [SELF, OTHER],
    messages: pageOf(size, size, true),
  },
});

const ANSWERS = {
  GetMe: () => ({ me: people[0] }),
  GetUsers: () => ({ users: { users: people, nextToken: null } }),
  GetConversations: (size) => ({
    me: { id: SELF, conversations: { userConversations: [conversationOf(size)], nextToken: null } },
  }),
  GetMessagesBefore: (size, { seq }) => ({ messagesBefore: before(size, seq) }),
  GetMessagesAfter: (size, { seq }) => ({ messagesAfter: pageOf(seq + 1, size, false) }),
};

function answer(size, path, body) {
  if (path === 'cognito')
    return { AuthenticationResult: { AccessToken: accessToken(), ExpiresIn: 36_000 } };
  const { query, variables } = JSON.parse(body);
  const [, operation] = /(?:query|mutation) (\w+)/.exec(query);
  const data = ANSWERS[operation]?.(size, variables ?? {});
  // What nobody asks here about stays without an answer, as where the network fails.
  return data ? { data } : null;
}

function talk(socket) {
  const send = (frame) => socket.send(JSON.stringify(frame));
  socket.on('message', (text) => {
    const { type, id } = JSON.parse(text);
    if (type === 'connection_init')
      send({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
    if (type === 'start') send({ type: 'start_ack', id });
  });
}

async function post(request, response, size, path) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const value = answer(size, path, body);
  if (!value) return response.destroy();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** `files`: name → `{ type, body }`; the one without a name is the page. Answers the server. */
export async function startServer(files) {
  const server = createServer((request, response) => {
    const [size, path = ''] = new URL(request.url, 'http://localhost').pathname.slice(1).split('/');
    if (request.method === 'POST') return post(request, response, Number(size), path);
    const file = files.get(path);
    if (!file) return response.writeHead(404, ISOLATED).end();
    response.writeHead(200, { 'content-type': file.type, ...ISOLATED }).end(file.body);
  });
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-ws' });
  sockets.on('connection', talk);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
