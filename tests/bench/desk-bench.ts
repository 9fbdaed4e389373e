import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { boardBench } from '#tests/bench/desk-board-bench.ts';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import { launchChromium, measureControl } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

const CONTROLS = 60;
const figures = [boardBench];

/** The rooms of the desk, each under its own load, on one running program. */
export async function deskBench(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'desk-bench-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: 'ignore' });
  const browser = await launchChromium();
  try {
    const { echo } = await measureControl(browser, CONTROLS);
    report('desk.control.echo_painted.p50_ms', quantile(echo, 0.5));
    report('desk.control.echo_painted.p95_ms', quantile(echo, 0.95));
    const desk = await npmStart(folder);
    for (const figure of figures) await figure(browser, desk, report);
    await endDesk(desk);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
