import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ChatSettings } from '#electron/channels/chat/chat-settings.ts';
import { accountsIn, type Env } from '#electron/host/channels/account-config.ts';
import { chatSettingsOf } from '#electron/host/chat-config.ts';
import { type Config, type EngineConfig, readConfig, type WalletConfig } from '#electron/host/config-file.ts';
import { CUSTOMERS } from '#electron/wallet/demo/make-customers.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import { type Language, language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The demo's cases are of this many people. */
const FEWEST_CUSTOMERS = 240;
const MOST_CUSTOMERS = 20_000;

export interface StartOptions {
  readonly browser: boolean;
  readonly open: boolean;
  readonly port: number;
  readonly chatPort: number;
  readonly dataDir: string | null;
  readonly language: Language | null;
  readonly demo: boolean;
  /** How many people the wallet of a new demo desk is filled with. */
  readonly demoCustomers: number;
  readonly memory: boolean;
  /** Puts the newest good backup in the place of a damaged ledger or log. */
  readonly restore: boolean;
  readonly passphraseFile: string | null;
  readonly keyFile: string | null;
  /** Where the desk's log lies; null: in the data folder. */
  readonly engine: EngineConfig | null;
  /** The operator's wallet; null: the demo's, or none. */
  readonly wallet: WalletConfig | null;
  /** What the operator decided of the customers' chat. */
  readonly chat?: ChatSettings;
  /** The accounts that this machine serves by its configuration, beside those of the screen. */
  readonly accounts: readonly ChannelAccount[];
  /** Where the world reaches its webhooks; null: as the screen says. */
  readonly publicUrl: string | null;
}

export const usage = `Usage: npm start -- [options]

  --browser        run in the browser even where a desktop window can be had
  --no-open        do not open the browser
  --port N         serve the console on port N (otherwise on the one it had last in this
                   data folder, or any free one)
  --chat-port N    serve the customers' page on port N (otherwise likewise)
  --data-dir DIR   keep data in DIR
  --lang LANG      en or zh-CN, for the console and the customer's page
  --no-demo        a real desk instead of the demo desk
  --demo-customers N
                   fill a new demo desk's wallet with N people (otherwise 2000), a hundred
                   transactions each
  --memory         keep everything in memory; nothing survives the end, drafts included;
                   goes before --data-dir
  --restore        put the newest good backup in the place of a damaged file of the
                   data folder; the damaged one is kept aside. What was under way
                   is shown as unknown
  --config FILE    read options from a JSON file: those above, and "engine", "wallet", "chat",
                   "accounts" and "publicUrl" (README)
  --help           show this`;

const forms = {
  browser: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  port: { type: 'string' },
  'chat-port': { type: 'string' },
  'data-dir': { type: 'string' },
  lang: { type: 'string' },
  'no-demo': { type: 'boolean' },
  'demo-customers': { type: 'string' },
  memory: { type: 'boolean' },
  restore: { type: 'boolean' },
  config: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line and the configuration it names; the command line has the last word. A fault is one line. */
export function readOptions(args: readonly string[], env: Env): Result<StartOptions | 'help', string> {
  let given: ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${(cause instanceof Error ? cause.message : String(cause)).split('\n')[0]} (--help shows the options)`);
  }
  if (given.help) return ok('help');
  const empty = (['data-dir', 'config', 'port', 'chat-port', 'lang', 'demo-customers'] as const).find((name) => given[name]?.trim() === '');
  if (empty !== undefined) return fail(`--${empty}: is empty`);
  const read: Result<Config, string> = given.config === undefined ? ok({}) : readConfig(given.config);
  if (!read.ok) return read;
  const config = read.value;
  for (const name of ['port', 'chat-port'] as const) {
    const said = given[name];
    if (said !== undefined && !(/^\d{1,5}$/.test(said) && Number(said) <= 65_535)) return fail(`--${name} ${said}: is not a port (0 to 65535)`);
  }
  const people = given['demo-customers'] ?? String(CUSTOMERS);
  if (!/^\d{1,5}$/.test(people) || Number(people) < FEWEST_CUSTOMERS || Number(people) > MOST_CUSTOMERS)
    return fail(`--demo-customers ${people}: is not a number from ${FEWEST_CUSTOMERS} to ${MOST_CUSTOMERS}`);
  const lang = given.lang === undefined ? (config.language ?? null) : language.safeParse(given.lang).data;
  if (lang === undefined) return fail(`--lang ${given.lang}: is not a language of the console (en, zh-CN)`);
  const chat = config.chat === undefined ? null : chatSettingsOf(config.chat);
  if (chat?.ok === false) return chat;
  const accounts = accountsIn(config.accounts, path.dirname(path.resolve(given.config ?? '')), env);
  if (!accounts.ok) return fail(`${given.config}: ${accounts.error.map(([place, fault]) => `${place}: ${fault}`).join('; ')}`);
  return ok({
    browser: given.browser ?? false,
    open: !given['no-open'],
    port: Number(given.port ?? config.port ?? 0),
    chatPort: Number(given['chat-port'] ?? config.chatPort ?? 0),
    dataDir: given['data-dir'] ?? config.dataDir ?? null,
    language: lang,
    demo: given['no-demo'] ? false : (config.demo ?? true),
    demoCustomers: Number(people),
    memory: given.memory ?? false,
    restore: given.restore ?? false,
    passphraseFile: config.passphraseFile ?? null,
    keyFile: config.keyFile ?? null,
    engine: config.engine ?? null,
    wallet: config.wallet ?? null,
    ...(chat === null ? {} : { chat: chat.value }),
    accounts: accounts.value,
    publicUrl: config.publicUrl ?? null,
  });
}
