import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { timedPage } from '#tests/bench/screen-page.ts';

const script = path.resolve(import.meta.dirname, '../../node_modules/ag-grid-community/dist/ag-grid-community.min.js');

/** The library alone: as many rows of the same height, held by the page itself, three lines in each. */
const bareGrid = (
  rows: number,
) => `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } #grid { width: 360px; height: 800px } .row { padding: 8px; line-height: 20px }</style>
<div id="grid"></div><textarea aria-label="Bare"></textarea><script src="/grid.js"></script><script>
  const { createGrid, ModuleRegistry, AllCommunityModule } = agGrid;
  ModuleRegistry.registerModules([AllCommunityModule]);
  createGrid(document.querySelector('#grid'), {
    rowData: Array.from({ length: ${rows} }, (_, n) => ({ id: 'row-' + n, name: 'Customer ' + n, text: 'The newest words of case number ' + n, queue: 'refund' })),
    columnDefs: [{ field: 'id', flex: 1, cellRenderer: ({ data }) => '<div class="row"><div>' + data.name + '</div><div>' + data.text + '</div><div>' + data.queue + '</div></div>' }],
    headerHeight: 0,
    rowHeight: 78,
    animateRows: false,
  });
</script>`;

export interface Bare {
  readonly page: Page;
  /** From the wish to load it to the first rows painted, in ms. */
  readonly loaded: number;
  stop(): Promise<void>;
}

/** The same browser without the product: a page with AG Grid and an empty text box. */
export async function barePage(browser: Browser, rows: number): Promise<Bare> {
  const grid = readFileSync(script);
  const server = createServer((request, response) => {
    if (request.url === '/grid.js') response.setHeader('content-type', 'text/javascript').end(grid);
    else response.setHeader('content-type', 'text/html').end(bareGrid(rows));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const page = await timedPage(browser);
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
  const loaded = await page.evaluate(async () => {
    const { seen, painted } = (window as unknown as { stopwatch: { seen(done: () => boolean): Promise<void>; painted(): Promise<number> } }).stopwatch;
    await seen(() => document.querySelector('.ag-row .row') !== null);
    return painted();
  });
  return {
    page,
    loaded,
    stop: async () => {
      await page.context().close();
      server.closeAllConnections();
      server.close();
    },
  };
}
