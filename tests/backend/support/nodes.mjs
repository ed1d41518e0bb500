// Two nodes of the backend over one DynamoDB endpoint and one NATS server, behind a proxy that
// gives every request, and every socket, to the next node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { Agent, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { forward, tunnel } from './forwarding.mjs';
import { readyLine, run } from './process.mjs';

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

/** @param {string[]} folder without one it keeps nothing */
export async function startDynalite(...folder) {
  const program = join(import.meta.dirname, 'dynalite_server.mjs');
  const stdio = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, [program, ...folder], { stdio });
  return { child, url: await readyLine(child) };
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

  forward(request, response) {
    const { localEndpoint: origin } = this.next('requests').outputs;
    return forward(request, response, { origin, agent: this.agent });
  }

  upgrade(request, socket, head) {
    const { localEndpoint: origin } = this.next('sockets').outputs;
    tunnel(request, socket, head, { origin });
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
