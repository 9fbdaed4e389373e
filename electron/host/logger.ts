import { mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { destination, type Logger as Pino, pino } from 'pino';
import type { CreateLogger, LogFields } from '#shared/lib/logger.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { mask } from '#shared/wallet/masking.ts';

const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** Masks what looks like a card, id, phone or e-mail: in the sink, so that no caller can forget it. */
export function redact(text: string): string {
  let redacted = text;
  for (const { kind, raw, at, length } of [...findSensitive(text)].reverse()) {
    redacted = `${redacted.slice(0, at)}${mask(kind, raw)}${redacted.slice(at + length)}`;
  }
  return redacted;
}

function redactFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]));
}

export interface Logs {
  readonly createLogger: CreateLogger;
  /** Writes out what is buffered. */
  close(): void;
}

/** Logs as JSON lines into `logs/console.log` of a folder, one older file kept; without a folder, warnings go to stderr alone. */
export function openLogs(folder: string | null): Logs {
  const streams = [{ level: 'error' as const, stream: process.stderr }];
  let file: ReturnType<typeof destination> | null = null;
  if (folder !== null) {
    const place = path.join(folder, 'logs');
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const name = path.join(place, 'console.log');
    if ((statSync(name, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(name, `${name}.1`);
    file = destination({ dest: name, mode: 0o600, sync: false });
  }
  const sink: Pino = file
    ? pino({ base: null }, pino.multistream([...streams, { level: 'info' as const, stream: file }]))
    : pino({ base: null, level: 'error' }, process.stderr);
  return {
    createLogger: (area) => {
      const child = sink.child({ area });
      const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) =>
        child[level](fields ? redactFields(fields) : {}, redact(message));
      return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
    },
    close: () => file?.flushSync(),
  };
}
