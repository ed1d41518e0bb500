// What the backend costs: messages, and telling them to 1 to 5,000 subscribers, on one node and on
// two, beside the least that the same can cost in the same run: a bare put into dynalite and a bare
// WebSocket server. CPU time is that of the servers; the load is made in this process.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import {
  DELIVERIES,
  Service,
  WRITERS,
  fanOut,
  quantile,
  write,
  writeQuietly,
} from '../tests/bench/backend_load.mjs';
import { bareFanOut, barePut } from '../tests/bench/bare.mjs';

const SIZES = [1, 100, 1_000, 5_000];
const FLAT_FROM = 100; // To the greatest.
const WARM_UP = 400; // Messages, until the code is compiled.
const LIMITS = { messageCpuMs: 3, memory: 1.25, flat: 1.5 };

/** A quarter of an hour is long without a sign. */
const progress = (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

const latencyFigures = (name, values) => [
  { name: `${name}: p50`, value: quantile(values, 0.5), unit: 'ms' },
  { name: `${name}: p99`, value: quantile(values, 0.99), unit: 'ms' },
];

function fanOutFigures(name, result, bare) {
  return [
    { name: `${name}: lost or out of order`, value: result.wrong, unit: '', most: 0 },
    { name: `${name}: deliveries`, value: result.perSecond, unit: '/s' },
    ...latencyFigures(`${name}: Enter to delivery`, result.latencies),
    ...costFigures(name, result, bare),
  ];
}

/** One delivery costs too little beside its message to be told from it: the two together. */
function costFigures(name, { size, cpuMs, messages, perDeliveryUs }, bare) {
  const told = bare.told.get(size);
  if (size > 1)
    return [
      { name: `${name}: CPU per delivery`, value: perDeliveryUs, unit: 'us' },
      {
        name: `${name}: CPU per delivery / bare ws`,
        value: perDeliveryUs / told.perDeliveryUs,
        unit: '',
      },
    ];
  const perMessageMs = cpuMs / messages;
  return [
    { name: `${name}: CPU per message and delivery`, value: perMessageMs, unit: 'ms' },
    {
      name: `${name}: the same / bare put and bare ws`,
      value: perMessageMs / (bare.put + told.perDeliveryUs / 1000),
      unit: '',
    },
  ];
}

/** Messages by eight at once, which one subscriber hears. */
async function measureMessages(service, messages, bare) {
  const { label, tables } = service;
  const one = await service.subscribers(1);
  await write(service, one, WARM_UP);
  progress(`${label}: ${messages} messages`);
  const first = await write(service, one, DELIVERIES);
  const rest = messages - DELIVERIES;
  const last = rest > 0 ? await write(service, one, rest) : null;
  await one.leave();
  const { cpuMs } = last ?? first;
  const wrong = first.wrong + (last?.wrong ?? 0);
  const most = LIMITS.messageCpuMs;
  const name = `${label}, createMessage`;
  const figures = [
    { name: `${name}, ${WRITERS} at once`, value: first.perSecond, unit: '/s' },
    ...latencyFigures(`${name}: answer`, first.answers),
    { name: `${name}: server CPU`, value: cpuMs, unit: 'ms', most },
    { name: `${name}: server CPU / bare put`, value: cpuMs / bare.put, unit: '' },
    { name: `${name}: lost or out of order`, value: wrong, unit: '', most: 0 },
    ...latencyFigures(`${name}: Enter to delivery`, first.latencies),
  ];
  if (tables)
    figures.push({ name: `${name}: CPU of tables`, value: first.tablesCpuMs, unit: 'ms' });
  if (last)
    figures.push({
      name: `${label}, memory after ${messages} messages / ${DELIVERIES}`,
      value: Math.max(...last.resident.map((mib, i) => mib / first.resident[i])),
      unit: '',
      most: LIMITS.memory,
    });
  return figures;
}

async function measureFanOut(service, bare) {
  const { label } = service;
  const figures = [];
  const quiet = await writeQuietly(service);
  const told = new Map();
  for (const size of SIZES) {
    const people = size === 1 ? '1 subscriber' : `${size} subscribers`;
    progress(`${label}: ${people}`);
    const result = await fanOut(service, size, quiet);
    told.set(size, result);
    figures.push(...fanOutFigures(`${label}, ${people}`, result, bare));
  }
  const small = told.get(FLAT_FROM);
  const large = told.get(SIZES.at(-1));
  const most = LIMITS.flat;
  figures.push(
    {
      name: `${label}, CPU per delivery, 5,000 / 100 subscribers`,
      value: large.perDeliveryUs / small.perDeliveryUs,
      unit: '',
      most,
    },
    {
      name: `${label}, a message that none of 5,000 hears / of none`,
      value: large.amongDeafMs / quiet,
      unit: '',
      most,
    },
  );
  return figures;
}

/** A frame as a subscriber gets it, for the bare servers. */
async function exampleFrame(service) {
  const [socket] = (await service.subscribers(1)).sockets;
  const heard = once(socket, 'message');
  await service.say(service.rooms[0]);
  const [data] = await heard;
  socket.terminate();
  return JSON.parse(data);
}

async function measureBare(service) {
  const frame = await exampleFrame(service);
  progress('bare servers');
  const bare = { put: await barePut(frame.payload.data.onInbox), told: new Map() };
  for (const size of SIZES) bare.told.set(size, await bareFanOut(size, frame));
  const figures = [{ name: 'bare put into dynalite: CPU', value: bare.put, unit: 'ms' }];
  for (const [size, { perSecond, perDeliveryUs }] of bare.told)
    figures.push(
      { name: `bare ws, ${size}: deliveries`, value: perSecond, unit: '/s' },
      { name: `bare ws, ${size}: CPU per delivery`, value: perDeliveryUs, unit: 'us' },
    );
  return { bare, figures };
}

export async function measure(args) {
  const options = { messages: { type: 'string' }, nodes: { type: 'string' } };
  const { values } = parseArgs({ args, options });
  const messages = Number(values.messages ?? 100_000);
  const wanted = { 1: [Service.one], 2: [Service.two] }[values.nodes] ?? [Service.one, Service.two];
  const figures = [];
  let bare = null;
  for (const start of wanted) {
    const service = await start();
    try {
      await service.settle();
      if (!bare) {
        const measured = await measureBare(service);
        bare = measured.bare;
        figures.push(...measured.figures);
      }
      figures.push(...(await measureMessages(service, messages, bare)));
      figures.push(...(await measureFanOut(service, bare)));
    } finally {
      await service.stop();
    }
  }
  return figures;
}
