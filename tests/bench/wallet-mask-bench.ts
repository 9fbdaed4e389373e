import type { Report } from '#tests/bench/run.ts';
import { judgeMasking } from '#tests/property/judge-masking.ts';

const CASES = 25_000;
const SEED = 20_261_123;

/** Card, phone and ID numbers hidden in made-up sentences, and what is hidden of sentences that have none. */
export async function walletMaskBench(report: Report): Promise<void> {
  const { made, recall, falseAlarms } = judgeMasking(SEED, CASES);
  report('wallet.mask.n', made);
  report('wallet.mask.recall', recall);
  report('wallet.mask.false', falseAlarms);
}
