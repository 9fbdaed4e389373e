import { expect, it } from 'vitest';
import { sql } from '#electron/sqlite/sql.ts';
import { tokensKept } from '#electron/store/projections/erasing.ts';
import { freshCache } from '#tests/property/store-kit.ts';

it('a token stays while a text of somebody hides its value, or an action of somebody waits for it', () => {
  const db = freshCache();
  db.run(sql`INSERT INTO token_place (token, position, start, length) VALUES ('tok-text', 1, 0, 4), ('tok-text', 2, 0, 4)`);
  db.run(sql`INSERT INTO open_action (key, case_id, json) VALUES ('k', 'c', '{"target":"tok-action"}'), ('l', 'c', '{"target":null}')`);
  expect(tokensKept(db, ['tok-action', 'tok-gone', 'tok-text'])).toEqual(['tok-action', 'tok-text']);
  db.close();
});
