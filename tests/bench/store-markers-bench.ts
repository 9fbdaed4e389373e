import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodings, type Found, type Marker, MarkerScan, makeMarkers } from '#tests/bench/markers.ts';
import type { Report } from '#tests/bench/run.ts';

/** What was looked for and what was found, of one folder at three moments. */
export interface MarkersSeen {
  readonly markers: readonly Marker[];
  /** At each moment: how many files of how many bytes were read, and what was found. */
  readonly looks: readonly { readonly when: string; readonly files: number; readonly bytes: number; readonly found: readonly Found[] }[];
  /** How many of a file's planted forms the same look found, and how many there were. */
  readonly control: { readonly found: number; readonly planted: number };
}

/** A desk at work on a folder; fulfilled when every marker was written somewhere. */
async function atWork(folder: string, home: string, markers: readonly Marker[]): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'markers-process.ts'), [JSON.stringify({ folder, markers })], {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, TMPDIR: home },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [first] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`markers-process ended with ${code}`);
    }),
  ]);
  const { written } = first as { readonly written: number };
  if (written < markers.length) throw new Error(`only ${written} of ${markers.length} markers were written`);
  return child;
}

/**
 * Writes markers wherever a desk takes words, on a running host, and looks for them in every file: while it runs, after
 * it stopped, and after another session that was killed. That the look finds what is there is seen on a file in the
 * same folder with every marker in every encoding.
 */
export async function lookForMarkers(each: number, seed: number): Promise<MarkersSeen> {
  const root = mkdtempSync(path.join(tmpdir(), 'markers-'));
  try {
    const [folder, home] = [path.join(root, 'data'), path.join(root, 'home')];
    mkdirSync(folder);
    mkdirSync(home);
    const markers = makeMarkers(each, seed);
    const scan = new MarkerScan(markers);
    const looks: MarkersSeen['looks'][number][] = [];
    const look = (when: string) => looks.push({ when, ...scan.in(root) });

    const first = await atWork(folder, home, markers);
    look('running');
    const stopped = once(first, 'exit');
    first.send('stop');
    await stopped;
    look('stopped');

    const second = await atWork(folder, home, markers);
    const killed = once(second, 'exit');
    second.kill('SIGKILL');
    await killed;
    look('killed');

    const forms = markers.flatMap(({ text }) => Object.values(encodings).map((encode) => encode(text)[0] ?? Buffer.alloc(0)));
    writeFileSync(path.join(folder, 'control.bin'), Buffer.concat(forms.flatMap((form) => [Buffer.from([0xff]), form, Buffer.from([0xff])])));
    const control = new Set(
      scan
        .in(folder)
        .found.filter(({ file }) => file === 'control.bin')
        .map(({ marker, encoding }) => `${marker} ${encoding}`),
    );
    return { markers, looks, control: { found: control.size, planted: forms.length } };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const EACH = 80;

/** No marker of several hundred lies readable in any file of a desk's folder, nor where its key and temporary files are. */
export async function storeMarkers(report: Report): Promise<void> {
  const { markers, looks, control } = await lookForMarkers(EACH, 1);
  if (control.found !== control.planted) throw new Error(`the look found ${control.found} of ${control.planted} planted forms`);
  for (const { when, found } of looks) for (const { file, marker, encoding } of found) process.stderr.write(`${when}: ${file}: ${marker} in ${encoding}\n`);
  report('store.plain_markers.n', markers.length);
  report('store.plain_markers.mb', Math.max(...looks.map(({ bytes }) => bytes)) / 1e6);
  report(
    'store.plain_markers',
    looks.reduce((sum, { found }) => sum + found.length, 0),
  );
}
