// Arguments that are absent and arguments that are null mean the same.

export function isNull(value) {
  return value === null || value === undefined;
}

export function isBlank(text) {
  return isNull(text) || text.trim() === '';
}
