// Two nodes of the backend over one DynamoDB endpoint and one NATS server, behind a proxy that
// gives every request, and every socket, to the next node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readyLine, run } from './process.mjs';

const dynaliteCli = createRequire(import.meta.url).resolve('dynalite/cli.js');
const pollMs = 50;

/** The server makes the file first and fills it afterwards. */
function isWhole(text) {
  try {
    return Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}

async function startNats(folder, port = -1) {
  const options = ['-a', '127.0.0.1', '-p', `${port}`, '--ports_file_dir', folder];
  const child = spawn('nats-server', options, { stdio: 'ignore' });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const portsFile = async () => {
    for (;;) {
      const name = (await readdir(folder)).find(
        (file) => file === `nats-server_${child.pid}.ports`,
      );
      const text = name ? await readFile(join(folder, name), 'utf8') : '';
      if (isWhole(text)) return JSON.parse(text).nats[0];
      await delay(pollMs);
    }
  };
  return { child, url: await Promise.race([portsFile(), failed]) };
}

export async function startDynalite(...options) {
  const args = [dynaliteCli, '--port', '0', '--createTableMs', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await readyLine(child);
  return { child, url: /http:\/\/\S+/.exec(line)[0] };
}

async function startNode(data, dynamodb, nats) {
  const child = run('--data', data, '--dynamodb', dynamodb, '--nats', nats);
  const line = await readyLine(child);
  return { child, outputs: JSON.parse(line), requests: 0, sockets: 0 };
}

/** Round robin over the nodes that answer. */
class Proxy {
  turns = { requests: 0, sockets: 0 };
  agent = new Agent({ keepAlive: true });

  constructor(nodes) {
    this.nodes = nodes;
    this.server = createServer((request, response) => void this.forward(request, response));
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** @param {'requests' | 'sockets'} kind */
  next(kind) {
    const alive = this.nodes.filter(({ child }) => child.exitCode === null && !child.killed);
    this.turns[kind] += 1;
    const node = alive[this.turns[kind] % alive.length];
    node[kind] += 1;
    return node;
  }

  async forward(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const node = this.next('requests');
    const { method, url, headers } = request;
    const { agent } = this;
    const options = { method, path: url, headers, agent };
    const onward = httpRequest(node.outputs.localEndpoint, options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(Buffer.concat(chunks));
  }

  upgrade(request, socket, head) {
    const node = this.next('sockets');
    const onward = connect(new URL(node.outputs.localEndpoint).port, '127.0.0.1');
    const lines = [`GET ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2)
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    onward.write(`${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
    for (const [end, other] of [
      [socket, onward],
      [onward, socket],
    ])
      end.on('error', () => {}).on('close', () => other.destroy());
  }
}

export class Nodes {
  static async start() {
    const folder = await mkdtemp(join(tmpdir(), 'chatql-test-'));
    const nodes = new Nodes(folder);
    [nodes.nats, nodes.dynalite] = await Promise.all([startNats(folder), startDynalite()]);
    // At once: both create the tables and the keys.
    await Promise.all(['a', 'b'].map(() => nodes.add()));
    nodes.proxy = new Proxy(nodes.list);
    nodes.proxy.server.listen(0, '127.0.0.1');
    await once(nodes.proxy.server, 'listening');
    const origin = `http://127.0.0.1:${nodes.proxy.server.address().port}`;
    nodes.outputs = await (await fetch(`${origin}/config.json`)).json();
    nodes.outputs.localEndpoint = origin;
    return nodes;
  }

  list = [];

  constructor(folder) {
    this.folder = folder;
  }

  async add() {
    this.list.push(await startNode(this.folder, this.dynalite.url, this.nats.url));
  }

  async kill(node) {
    const exit = once(node.child, 'exit');
    node.child.kill('SIGKILL');
    await exit;
  }

  /** A fresh node in the place of one that was killed. */
  async replace(node) {
    await this.add();
    this.list.splice(this.list.indexOf(node), 1, this.list.pop());
  }

  /** What is asked, once both nodes have found NATS again. */
  async whenReady(ask) {
    for (;;) {
      try {
        return await ask();
      } catch {
        await delay(pollMs);
      }
    }
  }

  /** NATS goes away, and comes back at the same address. */
  async restartNats(meanwhile) {
    const { url } = this.nats;
    await this.kill(this.nats);
    await meanwhile();
    this.nats = await startNats(this.folder, new URL(url).port);
  }

  async stop() {
    this.proxy?.server.closeAllConnections();
    this.proxy?.server.close();
    this.proxy?.agent.destroy();
    for (const { child } of [...this.list, this.nats, this.dynalite]) child?.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  async code(username) {
    const mailbox = new URL(`/mailbox/${username}`, this.outputs.localEndpoint);
    return (await (await fetch(mailbox)).json()).at(-1)?.code;
  }
}
