// Answers to what is asked again and again. Only the last `most` different ones are kept, so that
// nobody fills the memory by asking for something new each time.

/**
 * @template T
 * @param {number} most
 * @param {(key: string, ...rest: any[]) => T} make what throws is not remembered
 * @returns {(key: string, ...rest: any[]) => T}
 */
export function remembered(most, make) {
  const kept = new Map();
  return (key, ...rest) => {
    const found = kept.get(key);
    if (found !== undefined) {
      kept.delete(key); // It becomes the newest.
      kept.set(key, found);
      return found;
    }
    const made = make(key, ...rest);
    kept.set(key, made);
    if (kept.size > most) kept.delete(kept.keys().next().value);
    return made;
  };
}
