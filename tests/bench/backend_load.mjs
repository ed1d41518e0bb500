// The load that `./dev bench backend` puts on a service, and what the service used meanwhile.
import { randomUUID } from 'node:crypto';
import { documentNamed } from '../backend/support/operations.mjs';
import { Nodes } from '../backend/support/nodes.mjs';
import { Person } from '../backend/support/person.mjs';
import { BackendProcess } from '../backend/support/process.mjs';
import { Audience } from './audience.mjs';
import { cpuMs, residentMib } from './processes.mjs';

export const DELIVERIES = 10_000;
export const WRITERS = 8;
const ROUNDS = 5; // Their median counts.
const QUIET_MESSAGES = 1_000; // That nobody hears: what a message costs without telling it.
const CONTENT = 'Shall we meet at the bridge at noon? I bring bread and cheese.';

const createMessage = documentNamed('CreateMessage');
const onInbox = documentNamed('OnInbox');

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)];
}

export const median = (values) => quantile(values, 0.5);

/** A node, or several that share their tables, with one who writes and one who reads. */
export class Service {
  constructor(label, nodes, tables, stop, code) {
    Object.assign(this, { label, nodes, tables, stop });
    this.backend = { outputs: nodes[0].outputs, code };
  }

  static async one() {
    const process = await BackendProcess.start();
    const node = { outputs: process.outputs, pid: process.child.pid };
    return new Service(
      '1 node',
      [node],
      null,
      () => process.stop(),
      (name) => process.code(name),
    );
  }

  static async two() {
    const started = await Nodes.start();
    const nodes = started.list.map(({ outputs, child }) => ({ outputs, pid: child.pid }));
    const tables = started.dynalite.child.pid;
    const code = (name) => started.code(name);
    return new Service('2 nodes', nodes, tables, () => started.stop(), code);
  }

  async settle() {
    const [writer, reader, friend, other] = await Promise.all(
      ['writer', 'reader', 'friend', 'other'].map((name) => Person.join(this.backend, name)),
    );
    Object.assign(this, { writer, reader });
    const starts = Array.from({ length: WRITERS }, () => writer.startGroup('g', reader, friend));
    this.rooms = await Promise.all(starts);
    this.quietRoom = await writer.startGroup('quiet', friend, other);
  }

  cpu() {
    return cpuMs(...this.nodes.map(({ pid }) => pid));
  }

  subscribers(size) {
    return Audience.subscribers(size, this.nodes, this.reader.token, onInbox);
  }

  /** @returns {Promise<number>} how long the answer took */
  async say(conversationId, audience) {
    const id = randomUUID();
    const began = performance.now();
    audience?.sent.set(id, began);
    const createdAt = new Date().toISOString();
    await this.writer.data(createMessage, { id, conversationId, content: CONTENT, createdAt });
    return performance.now() - began;
  }
}

/** `count` messages by eight at once, each in a room of its own; one subscriber hears all. */
export async function write(service, audience, count) {
  audience.begin();
  const before = service.cpu();
  const tablesBefore = service.tables ? cpuMs(service.tables) : 0;
  const began = performance.now();
  const answers = [];
  let left = count;
  const writer = async (room) => {
    while (left-- > 0) answers.push(await service.say(room, audience));
  };
  await Promise.all(service.rooms.map(writer));
  await audience.hears(count);
  const seconds = (performance.now() - began) / 1000;
  return {
    perSecond: count / seconds,
    cpuMs: (service.cpu() - before) / count,
    tablesCpuMs: service.tables ? (cpuMs(service.tables) - tablesBefore) / count : 0,
    answers,
    latencies: audience.latencies,
    wrong: count - audience.heard + audience.outOfOrder,
    resident: service.nodes.map(({ pid }) => residentMib(pid)),
  };
}

/** What one message after the other costs when nobody hears it. */
export async function writeQuietly(service) {
  const before = service.cpu();
  for (let i = 0; i < QUIET_MESSAGES; i += 1) await service.say(service.quietRoom);
  return (service.cpu() - before) / QUIET_MESSAGES;
}

/** @param {(i: number) => Promise<unknown>} say sends one message that all of the audience hear */
export async function tellAll(audience, cpu, say) {
  const size = audience.sockets.length;
  const messages = DELIVERIES / size;
  audience.begin();
  const before = cpu();
  const began = performance.now();
  for (let i = 0; i < messages; i += 1) await say(i);
  await audience.hears(DELIVERIES);
  return {
    perSecond: DELIVERIES / ((performance.now() - began) / 1000),
    cpuMs: cpu() - before,
    messages,
    latencies: audience.latencies,
    wrong: DELIVERIES - audience.heard + audience.outOfOrder,
  };
}

/** As many rounds as it takes to be sure; to one subscriber a single round is 10,000 messages. */
export async function rounds(size, run) {
  const results = [];
  for (let i = 0; i < (size === 1 ? 1 : ROUNDS); i += 1) results.push(await run());
  return {
    perSecond: median(results.map((result) => result.perSecond)),
    cpuMs: median(results.map((result) => result.cpuMs)),
    latencies: results.flatMap(({ latencies }) => latencies),
    wrong: results.reduce((sum, { wrong }) => sum + wrong, 0),
    messages: results[0].messages,
  };
}

export async function fanOut(service, size, quietCpuMs) {
  const audience = await service.subscribers(size);
  const [room] = service.rooms;
  const result = await rounds(size, () =>
    tellAll(
      audience,
      () => service.cpu(),
      () => service.say(room, audience),
    ),
  );
  const amongDeafMs = await writeQuietly(service);
  await audience.leave();
  const perDeliveryUs = ((result.cpuMs - result.messages * quietCpuMs) / DELIVERIES) * 1000;
  return { ...result, size, perDeliveryUs, amongDeafMs };
}
