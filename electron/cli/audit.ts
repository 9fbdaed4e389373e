import { progressLine } from '#electron/cli/progress-line.ts';
import { listAudit, verifyAudit } from '#electron/host/audit/audit-command.ts';
import { readAuditOptions } from '#electron/host/audit/audit-options.ts';

const usage = `Usage: npm run audit -- COMMAND [options]

  verify   read the whole audit of a console and compare it with the heads of it in the desk's log; names the
           first entry that was changed, moved or taken away, exit code 1 when there is one
  list     each entry as a line of JSON, the oldest first

  --data-dir DIR          the console's data folder, as for start; the console must not be running
  --demo, --no-demo       which desk of the folder; otherwise the one it has, the real one first
  --config FILE           the console's configuration: where its log and its key are
  --key-file FILE, --passphrase-file FILE  what the data is locked with
  --nkey FILE             a key that may read the trail in a shared log
  --person ID, --customer ID, --kind KIND, --since DATE  which entries (list)`;

/** A refusal: one line, exit code 2: whether the audit is whole is not known. */
function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}

async function main(): Promise<void> {
  process.umask(0o077);
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (name !== 'verify' && name !== 'list') refuse(`${name}: is not one of verify, list (--help shows more)`);
  const options = readAuditOptions(args);
  if (!options.ok) refuse(options.error);
  if (name === 'list') {
    const listed = await listAudit(options.value, (line) => process.stdout.write(`${line}\n`));
    if (!listed.ok) refuse(listed.error);
    return;
  }
  const checked = await verifyAudit(options.value, progressLine('Checking the audit'));
  if (!checked.ok) refuse(checked.error);
  const { whole, lines } = checked.value;
  for (const line of lines) (whole ? process.stdout : process.stderr).write(`${line}\n`);
  process.exit(whole ? 0 : 1);
}

await main();
