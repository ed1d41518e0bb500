// Starts the app: the forms at once, the rest in parallel, and says in one sentence what keeps
// it from starting.
import createModule from 'chatql-module';
import wasmUrl from 'chatql-wasm';
import { loadConfig } from './config.js';
import { claimCredential } from './credential.js';
import { Forms, type FormInput } from './forms.js';
import { Host } from './host.js';
import { WindowLock } from './lock.js';
import { applyLook } from './look.js';
import type { ChatModule } from './module.js';
import { Panel, reload } from './panel.js';
import { watchForUpdate } from './update.js';

declare global {
  interface Window {
    __chatql: { frames: number };
  }
}

/** Set for one reload: the next start takes over from the active window. */
const TAKE_OVER = 'chatql-take-over';

applyLook();
const panel = new Panel(element('panel'));
const forms = new Forms(element('forms'), element('shell'), sendForm);
const lock = new WindowLock(lost);
let host: Host | null = null;
const waitingForms: FormInput[] = []; // What was submitted before the program ran.

void boot();
watchForUpdate(element('update'));
addEventListener('error', ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) crashed();
});

async function boot(): Promise<void> {
  if (!isSecureContext || !('subtle' in crypto)) {
    return panel.say('ChatQL needs a secure connection: open it with https.');
  }
  const loading = loadModule();
  const configuring = loadConfig(() => location.reload());
  await becomeActive();
  const credential = await claimCredential().catch(() => null);
  if (!credential) forms.suggest('sign_in');
  if (credential === null) {
    mention('This browser lets ChatQL keep nothing: unsent messages are lost when you close it.');
  }
  const [module, config] = await Promise.all([loading, configuring]);
  if (!module) {
    return panel.say('ChatQL could not be loaded. Check your connection and try again.', reload);
  }
  if (!config) {
    return panel.say('This site is not set up yet: its config.json is missing or broken.', reload);
  }
  start(module, config, credential ?? '');
}

function start(module: ChatModule, endpoints: object, credential: string): void {
  const elements = {
    app: element('app'),
    canvas: element('canvas') as HTMLCanvasElement,
    twin: element('twin'),
    fields: element('fields'),
    live: element('live'),
  };
  host = new Host(module, elements, forms, lost);
  Object.assign(module, { host });
  window.__chatql = host;
  const random = crypto.getRandomValues(new BigUint64Array(1));
  host.start({ endpoints, credential, online: navigator.onLine, seed: random[0].toString(16) });
  for (const input of waitingForms.splice(0)) host.form(input);
  if (!elements.canvas.getContext('webgl2')) {
    document.body.classList.add('no-gl'); // The twin becomes visible and is the interface.
    mention('This browser has no WebGL 2. ChatQL works, but it looks plain here.');
  }
}

async function loadModule(): Promise<ChatModule | null> {
  try {
    return await createModule({ locateFile: () => wasmUrl, onAbort: () => host && crashed() });
  } catch {
    return null;
  }
}

async function becomeActive(): Promise<void> {
  if (sessionStorage.getItem(TAKE_OVER)) {
    sessionStorage.removeItem(TAKE_OVER);
    return await lock.steal();
  }
  if (await lock.tryAcquire()) return;
  panel.say('ChatQL is open in another window.', {
    label: 'Use here',
    act: () => lock.takeOver(),
  });
  await lock.wait();
  panel.close();
}

/** Another window took over. This one's program is out of date: it starts anew to come back. */
function lost(): void {
  host?.stop();
  panel.say('ChatQL is open in another window.', {
    label: 'Use here',
    act: () => {
      sessionStorage.setItem(TAKE_OVER, '1');
      location.reload();
    },
  });
}

function sendForm(input: FormInput): void {
  if (host) host.form(input);
  else waitingForms.push(input);
}

function crashed(): void {
  host?.stop();
  panel.say('ChatQL has stopped because of a fault. Your messages are safe.', reload);
}

function mention(sentence: string): void {
  panel.say(sentence, { label: 'Continue', act: () => panel.close() });
}

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}
