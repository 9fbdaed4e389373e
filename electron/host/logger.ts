import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type Logger as Pino, pino } from 'pino';
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
  /** Lets the file go so that its folder can be moved; the next line begins it anew at its place. */
  letGo(): void;
  /** Ends the file; what is said after that is not kept. */
  close(): void;
}

/**
 * Lines into a file, each on its way to the disk before the next: lines are few, and those before a crash are the ones
 * that are wanted. A disk that is full takes none, and the desk goes on (pino's own stream then ends the program, or
 * waits for ever when it is closed).
 */
function fileSink(name: string): { write(line: string): void; letGo(): void; close(): void } {
  const begin = () => {
    mkdirSync(path.dirname(name), { recursive: true, mode: 0o700 });
    return openSync(name, 'a', 0o600);
  };
  let fd: number | null = begin();
  let ended = false;
  const letGo = () => {
    // The number may soon be another file's.
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  return {
    write: (line) => {
      if (ended) return;
      try {
        fd ??= begin();
        writeSync(fd, line);
      } catch {
        // Nobody can be told.
      }
    },
    letGo,
    close: () => {
      letGo();
      ended = true;
    },
  };
}

/** Logs as JSON lines into `logs/console.log` of a folder, one older file kept; without a folder, errors go to stderr alone. Throws when the file cannot be opened. */
export function openLogs(folder: string | null): Logs {
  const streams = [{ level: 'error' as const, stream: process.stderr }];
  let file: ReturnType<typeof fileSink> | null = null;
  if (folder !== null) {
    const place = path.join(folder, 'logs');
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const name = path.join(place, 'console.log');
    if ((statSync(name, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(name, `${name}.1`);
    file = fileSink(name);
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
    letGo: () => file?.letGo(),
    close: () => file?.close(),
  };
}
