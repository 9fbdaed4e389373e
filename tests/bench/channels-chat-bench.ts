import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bareRoundTrip } from '#tests/bench/chat-bare.ts';
import { chatRoundTrip } from '#tests/bench/chat-load.ts';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

const CHATS = 200;
const PER_SECOND = 50;
const SECONDS = 60;
const CONTROL_SECONDS = 5;

/** Two hundred customers who write and are answered at once, with the demo desk's own people at rest. */
export async function chatBench(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'channels-chat-bench-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: 'ignore' });
  const config = path.join(folder, 'config.json');
  // They all begin within a few seconds.
  await writeFile(config, JSON.stringify({ chat: { startsAMinute: 10 * CHATS } }));
  try {
    const control = quantile(await bareRoundTrip(PER_SECOND, CONTROL_SECONDS), 0.5);
    report('channels.chat.control.bare_round_trip.p50_ms', control);
    const desk = await npmStart(folder, ['--config', config, '--demo-customers', '240']);
    try {
      const { p50, p95, sent, lost, doubled } = await chatRoundTrip({
        ...{ chatUrl: desk.chatUrl, consoleUrl: desk.consoleUrl, agent: 'agent-lin' },
        ...{ chats: CHATS, perSecond: PER_SECOND, seconds: SECONDS },
      });
      report('channels.chat.n', sent);
      report('channels.chat.roundtrip.p50_ms', p50);
      report('channels.chat.roundtrip.p95_ms', p95);
      report('channels.chat.ratio_to_bare', p50 / control);
      report('channels.chat.lost', lost);
      report('channels.chat.doubled', doubled);
    } finally {
      await endDesk(desk);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
