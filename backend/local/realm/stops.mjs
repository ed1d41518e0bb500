// The two ways in which a handler ends before its last line.

/** util.error and util.unauthorized. */
export class ResolverError extends Error {
  constructor(message, errorType, data, errorInfo) {
    super(message);
    this.errorType = errorType ?? null;
    this.data = data ?? null;
    this.errorInfo = errorInfo ?? null;
  }
}

/** runtime.earlyReturn. */
export class EarlyReturn {
  constructor(value, options) {
    this.value = value ?? null;
    this.skipTo = options?.skipTo ?? null;
  }
}
