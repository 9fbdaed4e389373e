import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { boardBench } from '#tests/bench/desk-board-bench.ts';
import { mailBench } from '#tests/bench/desk-mail-bench.ts';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import { replayBench } from '#tests/bench/desk-replay-bench.ts';
import { writeLongCase } from '#tests/bench/long-case.ts';
import { launchChromium, measureControl } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

const CONTROLS = 60;
/** Events of the case that is played again. */
const LONG_CASE = 500;
const figures = [replayBench, boardBench, mailBench];

/** The rooms of the desk, each under its own load, on one running program. */
export async function deskBench(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'desk-bench-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: 'ignore' });
  const browser = await launchChromium();
  try {
    const { echo } = await measureControl(browser, CONTROLS);
    report('desk.control.echo_painted.p50_ms', quantile(echo, 0.5));
    report('desk.control.echo_painted.p95_ms', quantile(echo, 0.95));
    // The first start fills the demo desk; the long case is written into its log while it rests.
    await endDesk(await npmStart(folder));
    await writeLongCase(folder, LONG_CASE);
    const desk = await npmStart(folder);
    for (const figure of figures) await figure(browser, desk, report);
    await endDesk(desk);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
