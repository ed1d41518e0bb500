// Members only; the argument itself filters.
export function request() {
  return {};
}

export function response() {
  return null;
}
