/** Fields of a log line; values of strangers and sensitive values are redacted by the sink. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One area's log. Messages read `function: what happened`; facts go into fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Makes the logger of one area, such as `engine` or `store.writer`. */
export type CreateLogger = (area: string) => Logger;
