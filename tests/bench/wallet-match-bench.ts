import type { Report } from '#tests/bench/run.ts';
import { figuresOf, judgeLabelled } from '#tests/unit/wallet/labelled-messages.ts';

/** Which transaction a message is about: precision and recall over the labelled messages, with how many there are. */
export async function walletMatchBench(report: Report): Promise<void> {
  for (const language of ['zh', 'en'] as const) {
    const { messages, precision, recall } = figuresOf(judgeLabelled(language));
    report(`wallet.match.n_${language}`, messages);
    report(`wallet.match.precision_${language}`, precision);
    report(`wallet.match.recall_${language}`, recall);
  }
}
