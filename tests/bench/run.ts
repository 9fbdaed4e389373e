import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import budgets from '#tests/bench/budgets.json' with { type: 'json' };
import { channelsBench } from '#tests/bench/channels-bench.ts';
import { deskBench } from '#tests/bench/desk-bench.ts';
import { engineBench } from '#tests/bench/engine-bench.ts';
import { type LargeDesk, oneLargeDesk } from '#tests/bench/large-desk.ts';
import { notMeasured } from '#tests/bench/not-measured.ts';
import { screenBench } from '#tests/bench/screen-bench.ts';
import { startBench } from '#tests/bench/start-bench.ts';
import { storeBench } from '#tests/bench/store-bench.ts';
import { walletBench } from '#tests/bench/wallet-bench.ts';

/** Tells one figure; it is on disk when this returns. */
export type Report = (key: string, value: number) => void;

/** What a group is told on the command line. */
export interface BenchOptions {
  /** How much to make where a group makes data of its own; null takes the group's default. */
  readonly make: number | null;
  /** The desk after a month of work: made once, when it is first asked for, and gone when the run ends. It is handed on at rest and is given back so. */
  readonly largeDesk: () => Promise<LargeDesk>;
}

/** A group starts and stops what it needs; its figures' names begin with its own. */
const groups: Readonly<Record<string, (report: Report, options: BenchOptions) => Promise<void>>> = {
  start: startBench,
  desk: deskBench,
  engine: engineBench,
  store: storeBench,
  screen: screenBench,
  wallet: walletBench,
  channels: channelsBench,
};

/** A number is the most that a figure may be; `least` the least. */
const limits: Readonly<Record<string, number | { readonly least: number }>> = budgets;

function refuse(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' }, make: { type: 'string' } } });
const wanted = values.only?.split(',') ?? Object.keys(groups);
const unknown = wanted.find((name) => !(name in groups));
if (unknown !== undefined) refuse(`--only: no group "${unknown}"; there are ${Object.keys(groups).join(', ')}`);
const make = values.make === undefined ? null : Number(values.make);
if (make !== null && !(Number.isInteger(make) && make > 0)) refuse(`--make: a whole number above 0, not "${values.make}"`);

const figures: Record<string, number> = {};
const broken: string[] = [];
const report: Report = (key, value) => {
  // A share of 0.9985 is not one of 1: what is small keeps more of its decimals.
  const scale = Math.abs(value) < 10 ? 100_000 : 100;
  const rounded = Math.round(value * scale) / scale;
  figures[key] = rounded;
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  const limit = limits[key];
  const told = typeof limit === 'object' ? `at least ${limit.least}` : limit;
  if (typeof limit === 'object' ? rounded < limit.least : limit !== undefined && rounded > limit) broken.push(`${key}: ${rounded}, budget ${told}`);
  process.stdout.write(`${key.padEnd(36)} ${String(rounded).padStart(10)}${limit === undefined ? '' : `  (budget ${told})`}\n`);
};
const large = oneLargeDesk(make, report);
try {
  for (const name of wanted) await groups[name]?.(report, { make, largeDesk: large.desk });
} finally {
  await large.remove();
}
for (const key of notMeasured(limits, wanted, figures)) broken.push(`${key}: not measured`);
for (const line of broken) process.stderr.write(`over budget: ${line}\n`);
process.exit(broken.length > 0 ? 1 : 0);
