import type { BenchOptions, Report } from '#tests/bench/run.ts';
import { walletAuditBench } from '#tests/bench/wallet-audit-bench.ts';
import { walletMaskBench } from '#tests/bench/wallet-mask-bench.ts';
import { walletMatchBench } from '#tests/bench/wallet-match-bench.ts';
import { openedCustomers } from '#tests/bench/wallet-open-bench.ts';
import { proofCells } from '#tests/bench/wallet-proof-bench.ts';
import { timelinePages } from '#tests/bench/wallet-timeline-bench.ts';

/** Each tells figures of its own, and starts and stops what it needs. */
const parts: readonly ((report: Report, options: BenchOptions) => Promise<void>)[] = [
  walletAuditBench,
  walletMatchBench,
  walletMaskBench,
  proofCells,
  timelinePages,
  openedCustomers,
];

/** What the wallet beside the case promises. */
export async function walletBench(report: Report, options: BenchOptions): Promise<void> {
  for (const part of parts) await part(report, options);
}
