import { seededRandom } from '#shared/lib/random.ts';
import { checkNow, makeChain, names, tamperings, tamperOnce } from '#tests/bench/audit-tampering.ts';
import type { Report } from '#tests/bench/run.ts';

/** An audit of a quiet hour, its head published as often as a busy one's. */
const ENTRIES = 120;
const HEAD_EACH = 12;
/** Of each way. */
const TRIES = 60;

/** Tampers with an audit in every way that is named, many times each, and tells how often that was not found, or an entry was called good that was changed. */
export async function walletAuditBench(report: Report): Promise<void> {
  const random = seededRandom(90);
  const chain = makeChain(ENTRIES, HEAD_EACH, random);
  let [tried, missed, alarms] = [0, 0, 0];
  try {
    for (const [name, tamper] of Object.entries(tamperings)) {
      for (let index = 0; index < TRIES; index += 1) {
        const { first, fault, changed } = tamperOnce(chain, tamper, random);
        if (!changed) continue;
        tried += 1;
        if (names(first, fault)) continue;
        missed += 1;
        process.stderr.write(`missed: ${name}, first ${first}, told ${JSON.stringify(fault)}\n`);
      }
      if (checkNow(chain) !== null) alarms += 1;
    }
  } finally {
    chain.db.close();
  }
  report('wallet.audit.n', tried);
  report('wallet.audit.missed', missed);
  // The same look at what nobody touched.
  report('wallet.audit.false', alarms);
}
