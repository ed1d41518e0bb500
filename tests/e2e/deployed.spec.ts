// The deployed site: its own host, AppSync's and Cognito's beside it, the stack's policy, and the
// config.json that a deployment writes.
import { expect, test } from '@playwright/test';
import { Backend } from './support/backend';
import { Deployment } from './support/deployment';
import { storedFiles } from './support/disk';
import { Person, phone } from './support/person';

test('two people meet on a deployed site, and find it there without a network', async () => {
  const backend = await Backend.start();
  const deployment = await Deployment.of(backend);
  const { address, browser, hosts } = deployment;
  const asked = new Set<string>();
  const sockets = new Set<string>();
  try {
    const devices = { alice: { address }, bob: { address, viewport: phone } };
    const people = Object.entries(devices).map(async ([name, device]) => {
      const person = await Person.arrive(browser, backend, name, {
        ...device,
        prepare: async (page) => {
          page.on('request', (request) => asked.add(new URL(request.url()).origin));
          page.on('websocket', (socket) => sockets.add(socket.url()));
          await Promise.resolve();
        },
      });
      await person.signUp();
      return person;
    });
    const [alice, bob] = await Promise.all(people);
    await alice.startConversationWith('bob');
    await alice.say('Is this thing on?');
    await bob.openConversationWith('alice');
    await bob.sees('Is this thing on?');
    await bob.say('Loud and clear');
    await alice.sees('Loud and clear');
    await alice.sees('Is this thing on?', 'read');

    const { site, api, realtime, cognito } = hosts;
    expect([...asked].sort()).toEqual([site, api, cognito].map((host) => `https://${host}`).sort());
    expect([...sockets]).toEqual([`wss://${realtime}/graphql`]);
    await alice.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    for (const { complaints } of [alice, bob]) expect(complaints).toEqual([]);

    // What is received is written a little later: the server has it, if the app ends before.
    const kept = expect.poll(() => storedFiles(alice.page, /\/m\//).then(String));
    await kept.toContain('Loud and clear');
    await alice.context.setOffline(true);
    await alice.page.reload();
    await alice.openConversationWith('bob');
    await alice.sees('Loud and clear');
  } finally {
    await deployment.stop();
    await backend.stop();
  }
});
