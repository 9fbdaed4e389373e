import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What a configuration file may say; the command line has the last word. */
const configSchema = z.strictObject({
  port: z.number().int().min(0).max(65535).optional(),
  chatPort: z.number().int().min(0).max(65535).optional(),
  dataDir: z.string().min(1).optional(),
  language: language.optional(),
  demo: z.boolean().optional(),
  passphraseFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
});
export type Config = z.infer<typeof configSchema>;

/** Reads a configuration; every fault is listed with the file and the place in it. Paths are relative to the file. */
export function readConfig(file: string): Result<Config, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    return fail(`${file}: cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
  let value: unknown;
  try {
    // Windows' editors put a mark before the text.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    // The message quotes the file, line breaks and all.
    return fail(`${file}: is not JSON (${(cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ')})`);
  }
  const read = configSchema.safeParse(value);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message}`);
    return fail(`${file}: ${faults.join('; ')}`);
  }
  const folder = path.dirname(path.resolve(file));
  const config = { ...read.data };
  for (const name of ['passphraseFile', 'keyFile', 'dataDir'] as const) {
    const given = config[name];
    if (given !== undefined) config[name] = path.resolve(folder, given);
  }
  return ok(config);
}
