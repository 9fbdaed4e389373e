import { parseArgs } from 'node:util';
import { type GatewayConfig, readGatewayConfig } from '#electron/host/gateway/gateway-config.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export const gatewayUsage = `Usage: npm run gateway -- --config FILE [--data-dir DIR]

  Runs the channels of a desk without a console: customers' messages come in, and answers leave.

  --config FILE   a JSON file:
                  { "engine": { "servers": ["nats://host:4222"], "desk": "wallet", "nkeyFile": … },
                    "publicUrl": "https://desk.example", "chat": { "port": 8080 },
                    "accounts": [ { "channel": "telegram", "id": "bot", "name": "Bot", "botToken": { "file": "bot.token" } } ] }
                  without "engine" the desk's log lies in the data folder; a secret may be a word,
                  { "file": PATH } or { "env": NAME }
  --data-dir DIR  keep data in DIR
  --help          show this`;

const forms = { config: { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean' } } as const;

/** Reads the command line and the configuration it names; the command line has the last word. Each fault is a line. */
export function readGatewayOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<GatewayConfig | 'help', readonly string[]> {
  let given: ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail([`${(cause instanceof Error ? cause.message : String(cause)).split('\n')[0]} (--help shows the options)`]);
  }
  if (given.help) return ok('help');
  if (given.config === undefined || given.config.trim() === '') return fail(['--config: is missing (--help shows the options)']);
  if (given['data-dir']?.trim() === '') return fail(['--data-dir: is empty']);
  const read = readGatewayConfig(given.config, env);
  return read.ok ? ok({ ...read.value, dataDir: given['data-dir'] ?? read.value.dataDir }) : read;
}
