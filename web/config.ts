// config.json of the site: where the backend lives. The last copy is kept, so that the app
// starts without waiting for the network, and without a network at all.

export interface Config {
  graphqlEndpoint: string;
  cognitoEndpoint: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
}

const KEPT = 'chatql-config';
const MEMBERS = [
  'graphqlEndpoint',
  'cognitoEndpoint',
  'region',
  'userPoolId',
  'userPoolClientId',
] as const satisfies (keyof Config)[];

/**
 * The kept copy if there is one, else the site's; null if there is none. When the site has
 * moved to another backend since, `moved` is called after the new copy was kept.
 */
export async function loadConfig(moved: () => void): Promise<Config | null> {
  const kept = parse(read());
  const fetched = fetchConfig();
  if (!kept) return await fetched;
  void fetched.then((config) => {
    if (config && JSON.stringify(config) !== JSON.stringify(kept)) moved();
  });
  return kept;
}

async function fetchConfig(): Promise<Config | null> {
  try {
    const response = await fetch('/config.json', { cache: 'no-cache' });
    const config = response.ok ? parse(await response.text()) : null;
    if (config) localStorage.setItem(KEPT, JSON.stringify(config));
    return config;
  } catch {
    return null;
  }
}

function read(): string {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return ''; // Storage is switched off.
  }
}

function parse(text: string): Config | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const members = value as Record<string, unknown>;
  const config: Partial<Config> = {};
  for (const name of MEMBERS) {
    const member = members[name];
    if (typeof member !== 'string' || member === '') return null;
    config[name] = member;
  }
  return config as Config;
}
