// The least that the same can cost: bare puts into dynalite, and a bare WebSocket server.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RemoteTables } from '../../backend/local/tables/remote.mjs';
import { startDynalite } from '../backend/support/nodes.mjs';
import { Audience } from './audience.mjs';
import { DELIVERIES, WRITERS, rounds, tellAll } from './backend_load.mjs';
import { cpuMs } from './processes.mjs';

const PUTS = 5_000;

/** The same frames to as many sockets of a server that does nothing else. */
export async function bareFanOut(size, frame) {
  const script = join(import.meta.dirname, 'broadcast.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  const audience = await Audience.bare(size, url);
  const [speaker] = (await Audience.bare(1, url)).sockets;
  let seq = 0;
  const say = async () => {
    const id = randomUUID();
    const message = { ...frame.payload.data.onInbox, id, seq: (seq += 1) };
    audience.sent.set(id, performance.now());
    const text = JSON.stringify({ ...frame, payload: { data: { onInbox: message } } });
    speaker.send(text);
  };
  const result = await rounds(size, () => tellAll(audience, () => cpuMs(child.pid), say));
  child.kill('SIGKILL');
  return { ...result, perDeliveryUs: (result.cpuMs / DELIVERIES) * 1000 };
}

/** CPU time of dynalite on a disk for one conditional put of a message. */
export async function barePut(message) {
  const folder = await mkdtemp(join(tmpdir(), 'chatql-bench-'));
  const { child, url } = await startDynalite(folder);
  const tables = new RemoteTables(url);
  const TableName = 'Messages';
  await tables.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const texts = Object.entries(message).filter(([, value]) => typeof value === 'string');
  const attributes = Object.fromEntries(texts.map(([name, value]) => [name, { S: value }]));
  const ConditionExpression = 'attribute_not_exists(id)';
  const put = (id) =>
    tables.call('PutItem', {
      TableName,
      Item: { ...attributes, id: { S: id } },
      ConditionExpression,
    });
  await put('first');
  const before = cpuMs(child.pid);
  let left = PUTS;
  const writer = async () => {
    while (left-- > 0) await put(randomUUID());
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  const cpu = (cpuMs(child.pid) - before) / PUTS;
  await tables.close();
  child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  return cpu;
}
