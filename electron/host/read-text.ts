import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Why a file was not read or written, in a word where there is one: its error's code. */
export const whyOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.message : String(cause);

/** A file's text as it is; a fault is one line that names the file. */
export function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (cause) {
    return fail(`${file}: cannot be read (${whyOf(cause)})`);
  }
}

/** The same without blanks around it: of a file that holds one word, such as a key or a token. */
export function textIn(file: string): Result<string, string> {
  const read = readText(file);
  return read.ok ? ok(read.value.trim()) : read;
}

/** What a JSON file holds, by its schema; every fault with its place. */
export function jsonIn<T>(file: string, schema: z.ZodType<T>): Result<T, string> {
  const read = textIn(file);
  if (!read.ok) return read;
  let value: unknown;
  try {
    value = JSON.parse(read.value);
  } catch (cause) {
    return fail(`${file}: is not JSON (${whyOf(cause).replace(/\s+/g, ' ')})`);
  }
  const form = schema.safeParse(value);
  return form.success ? ok(form.data) : fail(`${file}: ${form.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
}
