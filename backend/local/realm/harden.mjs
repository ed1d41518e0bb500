// Makes a realm of the language alone: takes away the globals that resolvers do not have on AWS,
// and freezes the rest, so that no resolver changes what another one finds.

const kept = new Set([
  ...['Array', 'Boolean', 'Error', 'Infinity', 'JSON', 'Math', 'NaN', 'Number', 'Object'],
  ...['String', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
  ...['globalThis', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'resolvers', 'undefined'],
]);

/** The prototypes that have no name: of iterators, generators, asynchronous functions. */
function unnamed() {
  const values = [
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    function* () {},
    async function () {},
    async function* () {},
    (async () => {})(),
    /./,
    ''.matchAll(/./g),
  ];
  return values.map((value) => Object.getPrototypeOf(value));
}

/** @param {object[]} roots what resolvers can import */
export function harden(roots) {
  const frozen = new Set();
  const freeze = (value) => {
    const isObject = typeof value === 'object' ? value !== null : typeof value === 'function';
    if (!isObject || frozen.has(value)) return;
    frozen.add(value);
    const properties = Object.getOwnPropertyDescriptors(value);
    Object.freeze(value);
    for (const key of [...Object.keys(properties), ...Object.getOwnPropertySymbols(properties)]) {
      const { value: part, get, set } = properties[key];
      for (const each of [part, get, set]) freeze(each);
    }
    freeze(Object.getPrototypeOf(value));
  };
  const names = Object.getOwnPropertyNames(globalThis);
  for (const name of names) if (name !== 'globalThis') freeze(globalThis[name]);
  for (const root of [...unnamed(), ...roots]) freeze(root);
  for (const name of names) if (!kept.has(name)) delete globalThis[name];
}
