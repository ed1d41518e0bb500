// What the demo's people said to each other, and when: the same at every start, but for the
// day it ends on.

export const people = ['demo', 'mei', 'olga', 'pablo'];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * `days`: how long ago it began; `quietMinutes`: how long ago it ended; `unread`: how many of
 * the newest the demo user has not seen.
 */
export const conversations = [
  {
    members: ['demo', 'mei'],
    languages: ['en', 'zh', 'de', 'es', 'ru', 'it', 'pl', 'cs', 'pt'],
    count: 2000,
    days: 60,
    quietMinutes: 4,
    unread: 0,
  },
  {
    members: ['demo', 'olga'],
    languages: ['ru', 'en'],
    count: 64,
    days: 12,
    quietMinutes: 47,
    unread: 3,
  },
  {
    members: ['demo', 'pablo'],
    languages: ['es', 'pt'],
    count: 38,
    days: 9,
    quietMinutes: 26 * 60,
    unread: 0,
  },
  {
    name: 'Weekend in the mountains',
    members: ['demo', 'mei', 'olga', 'pablo'],
    languages: ['en', 'de', 'pl', 'cs'],
    count: 120,
    days: 20,
    quietMinutes: 3 * 60,
    unread: 12,
  },
  {
    members: ['mei', 'pablo'],
    languages: ['en', 'es'],
    count: 25,
    days: 5,
    quietMinutes: 90,
    unread: 0,
  },
];

/** SplitMix32: chance that repeats itself. */
function makeChance(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}

/** Times in bursts of talk with long silences between, from the beginning to the end. */
function makeTimes({ count, days, quietMinutes }, now, chance) {
  const waits = [];
  let total = 0;
  for (let i = 1; i < count; i += 1) {
    const wait = chance(12) === 0 ? 60 + chance(600) : 0.2 + chance(40) / 10;
    waits.push(wait);
    total += wait;
  }
  const end = now - quietMinutes * minuteMs;
  const begin = end - days * dayMs;
  let at = begin;
  const times = [begin];
  for (const wait of waits) {
    at += (wait / total) * (end - begin);
    times.push(Math.floor(at));
  }
  return times;
}

function shuffled(texts, chance) {
  const result = [...texts];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = chance(i + 1);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/**
 * @param {Record<string, string[]>} fortunes
 * @param {number} index of the conversation
 * @param {number} now
 * @returns {{ sender: string, content: string, sentAt: number }[]} oldest first
 */
export function performScript(fortunes, index, now) {
  const conversation = conversations[index];
  const { members, languages } = conversation;
  const chance = makeChance(index + 1);
  const pools = languages.map((language) => shuffled(fortunes[language], chance));
  let sender = members[0];
  return makeTimes(conversation, now, chance).map((sentAt, position) => {
    if (chance(4) > 0) sender = members[chance(members.length)];
    const pool = pools[chance(pools.length)];
    return { sender, content: pool[position % pool.length], sentAt };
  });
}
