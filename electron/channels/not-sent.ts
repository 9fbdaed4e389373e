/** No connection, or none to whom it was meant for: Node's and undici's names of faults at which no request was written. */
const notSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
]);

/** The codes of what went wrong with a request, without an address or a message; several addresses of one name each have their own. */
export function codesOf(cause: unknown): readonly string[] {
  if (!(cause instanceof Error)) return ['Error'];
  if (cause instanceof AggregateError && cause.errors.length > 0) return [...new Set(cause.errors.flatMap(codesOf))];
  if (cause.cause instanceof Error) return codesOf(cause.cause);
  return ['code' in cause && typeof cause.code === 'string' ? cause.code : cause.name];
}

/** Whether what failed with these codes surely did not leave; after all others the request may have been acted on. */
export const surelyNotSent = (codes: readonly string[]): boolean => codes.length > 0 && codes.every((code) => notSent.has(code));
