// The least that telling everybody can cost: a bare WebSocket server that gives the frames of one
// client to all others. It prints its address.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) =>
  socket.on('message', (data) => {
    const text = data.toString();
    for (const client of server.clients) if (client !== socket) client.send(text);
  }),
);
server.on('listening', () => console.log(`ws://127.0.0.1:${server.address().port}`));
