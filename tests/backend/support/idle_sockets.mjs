// A process that opens many real-time connections and leaves them alone: so that the server's
// own memory and files are counted apart. node idle_sockets.mjs PORT TOKEN COUNT; it prints
// "open" when all are acknowledged, and ends them when its standard input ends.
import { connect } from 'node:net';
import { once } from 'node:events';

const [port, token, count] = process.argv.slice(2);
const parallel = 200;

const header = Buffer.from(JSON.stringify({ Authorization: token })).toString('base64url');
const handshake = [
  'GET /graphql/realtime HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  `Sec-WebSocket-Protocol: graphql-ws, header-${header}`,
  '\r\n',
].join('\r\n');

/** A text frame as clients send it, with a mask of zeros. */
function frame(text) {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

async function open() {
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(handshake);
  let heard = '';
  let asked = false;
  await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (data) => {
      heard += data;
      if (!asked && heard.includes('\r\n\r\n')) {
        asked = true;
        socket.write(frame('{"type":"connection_init"}'));
      }
      if (!heard.includes('connection_ack')) return;
      socket.removeAllListeners('data');
      socket.resume();
      resolve();
    });
  });
  return socket;
}

const sockets = [];
let left = Number(count);
const worker = async () => {
  while (left > 0) {
    left -= 1;
    sockets.push(await open());
  }
};
await Promise.all(Array.from({ length: parallel }, worker));
console.log('open');
process.stdin.resume();
await once(process.stdin, 'end');
for (const socket of sockets) socket.destroy();
