import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** In the place of `#electron/sqlite/worker-url.ts` while `npm test` runs: where the built workers lie. */
export function workerUrl(place: string): URL {
  return pathToFileURL(path.resolve(import.meta.dirname, '../dist/host', `${path.basename(place)}.js`));
}
