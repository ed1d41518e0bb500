// Races, made to happen: the next write of a kind waits until the test lets it go on.

/**
 * @param {import('./backend.mjs').TestBackend} backend
 * @param {string} attribute that the write to be held sets
 * @returns {{ reached: Promise<void>, release: () => void }}
 */
export function holdUpdate(backend, attribute) {
  const { source } = backend.running.engine.resolvers;
  const { perform } = source;
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let reach;
  const reached = new Promise((resolve) => {
    reach = resolve;
  });
  source.perform = async (table, request) => {
    if (Object.values(request.update?.expressionNames ?? {}).includes(attribute)) {
      source.perform = perform;
      reach();
      await released;
    }
    return perform.call(source, table, request);
  };
  return { reached, release };
}
