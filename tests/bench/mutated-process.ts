import { readMutated } from '#tests/integration/email/mutated-mails.ts';

const [seed = '0', count = '0'] = process.argv.slice(2);

// The channel to whoever began this keeps the process alive until it is closed.
const read = await readMutated(Number(count), (done) => process.send?.({ done }), { seed: Number(seed) });
process.send?.({ read });
process.disconnect();
