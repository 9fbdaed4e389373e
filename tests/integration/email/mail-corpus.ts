import { createReadStream, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readMbox } from '#electron/channels/email/read-mbox.ts';

const folder = path.resolve(import.meta.dirname, '../../fixtures/mail');

/** Every mail of other projects, by its place. */
export async function mailCorpus(): Promise<readonly { readonly place: string; readonly bytes: Uint8Array }[]> {
  const files = globSync('**/*.eml', { cwd: folder }).toSorted();
  const mails = files.map((file) => ({ place: file.replaceAll(path.sep, '/'), bytes: new Uint8Array(readFileSync(path.join(folder, file))) }));
  for (const box of globSync('**/*.mbox', { cwd: folder })) {
    for await (const { number, bytes } of readMbox(createReadStream(path.join(folder, box)))) {
      if (bytes) mails.push({ place: `${box} ${number}`, bytes: new Uint8Array(bytes) });
    }
  }
  return mails;
}
