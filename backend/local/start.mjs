// Puts the local backend together: the template's tables, user pool and API over one database
// and one HTTP server.
import { mkdirSync } from 'node:fs';
import { makeGraphqlEndpoint } from './appsync/endpoint.mjs';
import { Engine } from './appsync/engine.mjs';
import { makeIdentify } from './appsync/identity.mjs';
import { Realtime } from './appsync/realtime.mjs';
import { Resolvers } from './appsync/resolvers.mjs';
import { TableSource } from './appsync/table_source.mjs';
import { loadCertificate } from './certificate.mjs';
import { makeCognitoEndpoint } from './cognito/endpoint.mjs';
import { UserPool } from './cognito/user_pool.mjs';
import { Faults } from './faults.mjs';
import { Records, recordsTable } from './records.mjs';
import { Sealer } from './sealed.mjs';
import { makeServer } from './server.mjs';
import { makeSite } from './site.mjs';
import { openDatabase } from './tables/database.mjs';
import { Expiry } from './tables/expiry.mjs';
import { readTemplate } from './template.mjs';
import { UsageError } from './usage_error.mjs';

const region = 'eu-west-1';
const userPoolId = `${region}_ChatQLLocal`;
const userPoolClientId = '0chatqllocalwebclient00000';
const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;

/**
 * Times that AppSync has, those within which a request must have come and be answered, and the
 * clock, which tests set.
 */
const defaults = {
  connectionTimeoutMs: 300_000,
  initTimeoutMs: 15_000,
  keepAliveMs: 60_000,
  arrivalTimeoutMs: 30_000,
  requestTimeoutMs: 30_000,
  now: () => Date.now(),
};

/** What a client has to know; `origin` is how it reaches this server. */
const configFor = (origin) => ({
  graphqlEndpoint: `${origin}/graphql`,
  cognitoEndpoint: `${origin}/cognito/`,
  region,
  userPoolId,
  userPoolClientId,
});

function makeFolder(data) {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`The data folder ${data} cannot be used: ${error.message}`);
  }
}

async function listen(server, port, host) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((error) => {
    if (error.code === 'EADDRINUSE') throw new UsageError(`Port ${port} is in use.`);
    throw error;
  });
  return server.address().port;
}

/** A node that is alone does not load what speaks to others. */
async function joinNodes(nats, realtime) {
  const { NatsBus } = await import('./nats_bus.mjs');
  return NatsBus.connect(nats, realtime);
}

async function makeApi({ template, database, records, settings, mailed, nats }) {
  const sealer = await Sealer.open(records);
  const pool = await UserPool.open({
    template,
    records,
    sealer,
    userPoolId,
    clientId: userPoolClientId,
    issuer,
    settings,
    mailed,
  });
  const now = () => settings.now();
  const identify = makeIdentify({ issuer, clientId: userPoolClientId, jwks: pool.jwks, now });
  const realtime = new Realtime(identify, settings);
  const source = new TableSource(database, sealer);
  const resolvers = await Resolvers.load(template, source);
  const bus = nats ? await joinNodes(nats, realtime) : null;
  const engine = new Engine(template, resolvers, bus ?? realtime, settings);
  realtime.serve(engine);
  return { pool, identify, realtime, engine, bus };
}

/**
 * @param {object} options
 * @param {string} options.data folder of all that is kept
 * @param {string} [options.dynamodb] endpoint that has the tables instead
 * @param {string} [options.nats] server by which nodes that share tables tell each other
 * @param {number} [options.port] 0: any free one
 * @param {string} [options.host]
 * @param {string} [options.site] folder of the built site
 * @param {boolean} [options.tls]
 * @param {boolean} [options.faults]
 * @param {object} [options.settings] instead of some of the usual times
 * @param {(tools: object) => Promise<object>} [options.seed] fills the tables before the start;
 *   what it returns is told in the outputs as `demo`
 * @param {(username: string, code: string) => void} [options.mailed] hears of every mail
 */
export async function start(options) {
  const {
    data,
    dynamodb,
    nats,
    port = 0,
    host = '127.0.0.1',
    site,
    tls,
    faults,
    seed,
    mailed = () => {},
  } = options;
  if (nats && !dynamodb) throw new UsageError('--nats joins nodes that share tables: --dynamodb.');
  makeFolder(data);
  const template = readTemplate();
  const certificate = tls ? loadCertificate(data) : null;
  const tables = [...template.tables, recordsTable];
  const database = await openDatabase({ data, dynamodb }, tables);
  try {
    const records = new Records(database);
    const settings = { ...defaults, ...options.settings };
    const api = await makeApi({ template, database, records, settings, mailed, nats });
    const { pool, identify, realtime, engine, bus } = api;
    const demo = await seed?.({ database, template, records, users: pool.users });
    const server = makeServer(
      {
        posts: {
          '/graphql': makeGraphqlEndpoint(identify, engine),
          '/cognito/': makeCognitoEndpoint(pool),
        },
        documents: {
          '/config.json': configFor,
          [`/cognito/${userPoolId}/.well-known/jwks.json`]: () => pool.jwks,
        },
        mailbox: (username) => pool.mailbox(username),
        realtime,
        faults: faults ? new Faults(realtime, pool, settings) : null,
        site: site ? makeSite(site) : null,
      },
      certificate,
      settings,
    );
    const openPort = await listen(server, port, host);
    const expiry = new Expiry(database, tables, () => settings.now());
    const origin = `${tls ? 'https' : 'http'}://localhost:${openPort}`;
    return {
      pool,
      engine,
      outputs: { ...configFor(origin), localEndpoint: origin, ...(demo && { demo }) },
      async stop() {
        realtime.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await bus?.close();
        await expiry.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
