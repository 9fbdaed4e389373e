import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** A part of the system that tests need and npm does not bring. */
interface SystemPart {
  readonly name: string;
  /** What Debian calls it. */
  readonly packages: readonly string[];
  readonly isHere: () => boolean;
  /** Without it the tests cannot run; the others only look or measure differently. */
  readonly needed: boolean;
}

/** Chromium without a window's own furniture, which newer ones draw as pages of their own: half of a test's time. */
const SHELL = '/usr/bin/chromium-headless-shell';
const WHOLE = '/usr/bin/chromium';

/** Chromium's program: the one that CHROMIUM names, else the system's. */
export const chromium = (): string => process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : WHOLE);

/** The whole one does where the other cannot be installed. */
const chromiumIsHere = (): boolean => (process.env.CHROMIUM === undefined && mayInstall() ? existsSync(SHELL) : existsSync(chromium()));

const succeeds = (command: string, args: readonly string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const chineseFonts = (): boolean => {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return list.status === 0 ? list.stdout.trim() !== '' : existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
};

const systemParts: readonly SystemPart[] = [
  { name: 'nats-server', packages: ['nats-server'], isHere: () => succeeds('nats-server', ['--version']), needed: true },
  { name: 'Dovecot', packages: ['dovecot-imapd'], isHere: () => existsSync('/usr/sbin/dovecot') && existsSync('/usr/lib/dovecot/imap'), needed: true },
  { name: 'openssl', packages: ['openssl'], isHere: () => succeeds('openssl', ['version']), needed: true },
  { name: 'Chromium', packages: ['chromium-headless-shell'], isHere: chromiumIsHere, needed: true },
  { name: 'Chinese fonts', packages: ['fonts-noto-cjk'], isHere: chineseFonts, needed: false },
];

const mayInstall = (): boolean => existsSync('/etc/debian_version') && process.getuid?.() === 0 && succeeds('apt-get', ['--version']);

function install(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: readonly string[]) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return run('update') && run('-y', '--no-install-recommends', 'install', ...packages);
}

/**
 * Makes sure that the system's parts are here: as root on Debian it installs what is missing, elsewhere it says what
 * to install. The error is one line; it stands only where a needed part is missing.
 */
export function ensureSystemParts(say: (line: string) => void): Result<null, string> {
  const missing = systemParts.filter((part) => !part.isHere());
  if (missing.length === 0) return ok(null);
  const packages = missing.flatMap((part) => part.packages);
  if (mayInstall()) {
    say(`Installing ${packages.join(', ')} …`);
    if (install(packages) && missing.every((part) => part.isHere())) return ok(null);
  }
  const names = missing.map((part) => `${part.name} (on Debian: ${part.packages.join(' ')})`).join(' and ');
  const line = `Missing here: ${names}. Please install it; CHROMIUM may name a Chromium or Chrome that lies elsewhere.`;
  if (missing.some((part) => part.needed && !part.isHere())) return fail(line);
  say(line);
  return ok(null);
}
