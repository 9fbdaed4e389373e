export type OpenFaultCode =
  | 'wrong-key-or-not-a-database'
  | 'damaged'
  /** Changes that were acknowledged are missing: its write-ahead log was cut, or an older file was put in its place. */
  | 'cut-short'
  /** It is gone, though changes in it were acknowledged. */
  | 'missing'
  | 'newer-version'
  | 'read-only'
  | 'busy'
  | 'full'
  | 'io';

/** Why a database could not be opened or used, with the file it is about. */
export class OpenFault extends Error {
  override readonly name = 'OpenFault';
  readonly code: OpenFaultCode;
  readonly file: string;
  readonly detail: string;

  constructor(code: OpenFaultCode, file: string, detail: string) {
    super(`${file}: ${code}: ${detail}`);
    this.code = code;
    this.file = file;
    this.detail = detail;
  }
}

const codes: readonly (readonly [prefix: string, code: OpenFaultCode])[] = [
  ['SQLITE_NOTADB', 'wrong-key-or-not-a-database'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR', 'io'],
];

/** SQLite's own error as a fault of a file; anything else is given back as it came. */
export function toOpenFault(cause: unknown, file: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = codes.find(([prefix]) => code.startsWith(prefix));
  return known && cause instanceof Error ? new OpenFault(known[1], file, cause.message) : cause;
}
