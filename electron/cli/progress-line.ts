/** Tells how far some work is: one line that moves on a terminal, a line each tenth elsewhere. */
export function progressLine(what: string): (done: number, total: number) => void {
  let told = -1;
  return (done, total) => {
    if (total === 0) return;
    const percent = Math.floor((100 * done) / total);
    const step = process.stderr.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === told) return;
    told = step;
    process.stderr.write(process.stderr.isTTY ? `\r${what}: ${step} %${percent >= 100 ? '\n' : ''}` : `${what}: ${step} %\n`);
  };
}
