import type { Browser, Page } from '@playwright/test';
import { expect, pressKey, type RunningDesk, signIn, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** The trainer at a closed case whose agent looked at the account, and in which somebody was silent. */
async function atReplay(browser: Browser, desk: RunningDesk): Promise<{ trainer: Page; index: number }> {
  const context = await browser.newContext();
  const trainer = await signIn(context, desk, 'Trainer');
  await pressKey(trainer, 'Control+3');
  const cases = trainer.getByRole('navigation', { name: 'Closed cases' }).getByRole('listitem').getByRole('button');
  await expect(cases.first()).toBeVisible();
  const position = trainer.getByRole('slider', { name: 'Position' });
  for (let index = 0; index < 30; index++) {
    await cases.nth(index).click();
    await expect(cases.nth(index)).toHaveAttribute('aria-current', 'true');
    await position.press('End');
    await expect(position).toHaveAttribute('aria-valuetext', /^(\S+) of \1,/);
    const account = trainer.getByRole('region', { name: 'Account as it was seen' });
    await expect(account.getByText(/Balance|Not looked at/)).toBeVisible();
    // One in which there was a silence: what other tests closed may be over at once.
    const silence = await trainer.getByRole('button', { name: /Longest silence/ }).isEnabled();
    if (silence && (await account.getByText('Balance').count()) > 0) return { trainer, index };
  }
  throw new Error('some closed case of the demo desk has a look on its trail');
}

test('a closed case is played again: conversation and customer stand as they were at each second', async ({ browser, desk }) => {
  const { trainer } = await atReplay(browser, desk);
  const stage = trainer.getByRole('region', { name: 'Replay' });
  const position = stage.getByRole('slider', { name: 'Position' });
  const lines = stage.getByRole('log', { name: 'Conversation' }).locator('[data-row]');
  const all = await lines.count();
  await position.press('Home');
  await expect(position).toHaveAttribute('aria-valuetext', /^0:00 of /);
  await expect(trainer.getByText('Not looked at by this moment')).toHaveCount(4);
  expect(await lines.count()).toBeLessThan(all);

  // Every jump to the next message shows no less; in the end all is there.
  const next = stage.getByRole('button', { name: 'Next message' });
  let shown = await lines.count();
  while (await next.isEnabled()) {
    const place = await position.getAttribute('aria-valuetext');
    await next.click();
    await expect(position).not.toHaveAttribute('aria-valuetext', place ?? '');
    const now = await lines.count();
    expect(now).toBeGreaterThanOrEqual(shown);
    shown = now;
  }
  await position.press('End');
  await expect(lines).toHaveCount(all);

  await stage.getByRole('button', { name: /Longest silence/ }).click();
  await expect(position).not.toHaveAttribute('aria-valuetext', /^(\S+) of \1,/);
  await position.press('Home');
  await stage.getByText('×16').click();
  await stage.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(stage.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(position).not.toHaveAttribute('aria-valuetext', /^0:00 of /);
  await stage.getByRole('button', { name: 'Pause' }).click();
  await expect(stage.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await trainer.context().close();
});

test('a trainer pins a note, fills the scorecard and saves it; both stand after a reload', async ({ browser, desk }) => {
  const { trainer, index } = await atReplay(browser, desk);
  await trainer.getByRole('tab', { name: /Notes/ }).click();
  await trainer.getByRole('textbox', { name: /Note at/ }).fill('Asked for the amount at once');
  await trainer.getByText('Good', { exact: true }).click();
  await trainer.getByRole('button', { name: 'Pin note' }).click();
  const note = trainer.getByRole('region', { name: 'Notes' }).getByRole('listitem').getByText('Asked for the amount at once');
  await expect(note).toBeVisible();
  await trainer.getByRole('slider', { name: 'Position' }).press('Home');
  await note.click();
  await expect(trainer.getByRole('slider', { name: 'Position' })).toHaveAttribute('aria-valuetext', /^(\S+) of \1,/);

  const notes = trainer.getByRole('region', { name: 'Notes' });
  await notes.getByRole('button', { name: /Change note at/ }).click();
  await notes.getByRole('textbox', { name: 'Text of the note' }).fill('Asked for the amount, not for the card');
  await notes.getByRole('button', { name: 'Keep changes' }).click();
  await expect(notes.getByRole('listitem').getByText('Asked for the amount, not for the card')).toBeVisible();
  await notes.getByRole('textbox', { name: /Note at/ }).fill('Pinned by mistake');
  await notes.getByRole('button', { name: 'Pin note' }).click();
  const mistaken = notes.getByRole('listitem').filter({ hasText: 'Pinned by mistake' });
  await mistaken.getByRole('button', { name: /Remove note at/ }).click();
  await mistaken.getByRole('button', { name: 'Yes, remove it' }).click();
  await expect(mistaken).toHaveCount(0);
  await expect(notes.getByRole('listitem')).toHaveCount(1);

  await trainer.getByRole('tab', { name: 'Scorecard' }).click();
  const form = trainer.getByRole('region', { name: 'Scorecard' });
  const rate = (question: RegExp, answer: string) => form.getByRole('radiogroup', { name: question }).getByRole('radio', { name: answer }).check();
  await rate(/Greeted/, 'Yes');
  await rate(/Understood/, '5');
  await rate(/Tone/, '3');
  await expect(form.getByText('3 questions left')).toBeVisible();
  await expect(form.getByText('Changed, not saved yet; kept as a draft')).toBeVisible();
  // What is being written stays while something else is looked at.
  await trainer.getByRole('tab', { name: /Notes/ }).click();
  await notes.getByRole('textbox', { name: /Note at/ }).fill('Half a thought');
  await trainer.getByRole('tab', { name: 'Customer' }).click();
  await trainer.getByRole('tab', { name: /Notes/ }).click();
  await expect(notes.getByRole('textbox', { name: /Note at/ })).toHaveValue('Half a thought');
  await trainer.getByRole('tab', { name: 'Scorecard' }).click();
  await expect(form.getByText('3 questions left')).toBeVisible();
  await rate(/Verified/, 'Does not apply');
  await rate(/right and complete/, '4');
  await rate(/what comes next/, 'Yes');
  // (1·5 + 1·20 + ½·15 + ¾·30 + 1·10) / 80
  await expect(form.getByText('Score 81%')).toBeVisible();
  await form.getByRole('button', { name: 'Save scorecard' }).click();
  await expect(form.getByText(/Tang Wei on .*81%/)).toBeVisible();

  await trainer.reload();
  await expect(trainer.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await pressKey(trainer, 'Control+3');
  await trainer.getByRole('navigation', { name: 'Closed cases' }).getByRole('listitem').getByRole('button').nth(index).click();
  await trainer.getByRole('tab', { name: 'Scorecard' }).click();
  await expect(form.getByText('Score 81%')).toBeVisible();
  await expect(form.getByText(/Tang Wei on .*81%/)).toBeVisible();
  await trainer.context().close();
});

test('a note that is not pinned yet stays at its moment while another case, the Inbox or a new page is looked at', async ({ browser, desk }) => {
  const { trainer, index } = await atReplay(browser, desk);
  const cases = trainer.getByRole('navigation', { name: 'Closed cases' }).getByRole('listitem').getByRole('button');
  const notes = trainer.getByRole('region', { name: 'Notes' });
  const field = notes.getByRole('textbox', { name: /^Note at / });
  const position = trainer.getByRole('slider', { name: 'Position' });
  const toNotes = () => trainer.getByRole('tab', { name: /Notes/ }).click();
  await toNotes();
  const end = /^(\S+) of/.exec((await position.getAttribute('aria-valuetext')) ?? '')?.[1] ?? '';
  await field.fill('Half a');
  await notes.getByText('Poor', { exact: true }).click();
  await position.press('Home');
  await field.press('End');
  await field.pressSequentially(' thought');
  const stands = async () => {
    await expect(notes.getByRole('textbox', { name: `Note at ${end}` })).toHaveValue('Half a thought');
    await expect(notes.getByRole('radio', { name: 'Poor' })).toBeChecked();
    await expect(notes.getByText('Not pinned yet; kept as a draft')).toBeVisible();
  };
  await stands();

  await cases.nth(index === 0 ? 1 : 0).click();
  await toNotes();
  await expect(field).toHaveValue('');
  await cases.nth(index).click();
  await toNotes();
  await stands();

  await pressKey(trainer, 'Control+1');
  await expect(trainer.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await pressKey(trainer, 'Control+3');
  await expect(cases.nth(index)).toHaveAttribute('aria-current', 'true');
  await toNotes();
  await stands();

  await trainer.reload();
  await expect(trainer.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await pressKey(trainer, 'Control+3');
  await cases.nth(index).click();
  await toNotes();
  await stands();

  await notes.getByRole('button', { name: 'Move note to 0:00' }).click();
  await expect(notes.getByRole('textbox', { name: 'Note at 0:00' })).toHaveValue('Half a thought');
  await notes.getByRole('button', { name: 'Pin note' }).click();
  const pinned = notes.getByRole('listitem').filter({ hasText: 'Half a thought' });
  await expect(pinned.getByText('0:00')).toBeVisible();
  await expect(field).toHaveValue('');
  await cases.nth(index === 0 ? 1 : 0).click();
  await cases.nth(index).click();
  await toNotes();
  await expect(field).toHaveValue('');
  await trainer.context().close();
});

long(test)('closed cases are found by words, agent and outcome, and by whether they were reviewed', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const trainer = await signIn(context, desk, 'Trainer');
  await pressKey(trainer, 'Control+3');
  const list = trainer.getByRole('navigation', { name: 'Closed cases' });
  const cases = list.getByRole('listitem');
  await expect(cases.first()).toBeVisible();
  const counted = list.getByRole('status');
  const all = await counted.textContent();
  await list.getByRole('button', { name: 'More filters' }).click();
  await list.getByRole('combobox', { name: 'Agent' }).click();
  await trainer.getByRole('option', { name: 'Chen Si' }).click();
  await expect(list.getByRole('button', { name: '1 filter set' })).toBeVisible();
  await expect(counted).not.toHaveText(all ?? '');
  await expect(cases.filter({ hasNotText: 'Chen Si' })).toHaveCount(0);
  await list.getByRole('searchbox', { name: 'Words in closed cases' }).fill('zebra on the moon');
  await expect(list.getByText('No closed case fits. Clear a filter, or look for other words.')).toBeVisible();
  await expect(cases).toHaveCount(0);
  await list.getByRole('button', { name: 'Clear all' }).click();
  await expect(counted).toHaveText(all ?? '');
  await context.close();
});

long(test)('two who calibrate answer blind, then see how far they agree', async ({ browser, desk }) => {
  const { trainer, index } = await atReplay(browser, desk);
  const grade = async (page: Page, understood: string) => {
    await page.getByRole('tab', { name: 'Scorecard' }).click();
    const form = page.getByRole('region', { name: 'Scorecard' });
    await form.getByText('Calibration', { exact: true }).click();
    for (const [question, answer] of [
      [/Greeted/, 'Yes'],
      [/Understood/, understood],
      [/Tone/, '3'],
      [/Verified/, 'Does not apply'],
      [/right and complete/, '4'],
      [/what comes next/, 'Yes'],
    ] as const) {
      await form.getByRole('radiogroup', { name: question }).getByRole('radio', { name: answer }).check();
    }
    return form;
  };
  const first = await grade(trainer, '5');
  await first.getByRole('button', { name: 'Save scorecard' }).click();
  await expect(first.getByText(/Tang Wei on /)).toBeVisible();
  await expect(first.getByRole('region', { name: 'Agreement of the reviewers' })).toHaveCount(0);

  const supervisor = await signIn(await browser.newContext(), desk, 'Supervisor');
  await supervisor.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Replay' }).click();
  await supervisor.getByRole('navigation', { name: 'Closed cases' }).getByRole('listitem').getByRole('button').nth(index).click();
  const second = await grade(supervisor, '2');
  await expect(second.getByText(/Others calibrate this case too/)).toBeVisible();
  await expect(second.getByText(/Tang Wei on /)).toHaveCount(0);
  await second.getByRole('button', { name: 'Save scorecard' }).click();
  const agreement = second.getByRole('region', { name: 'Agreement of the reviewers' });
  await expect(agreement.getByText('Agreement 83% (5 of 6 pairs)')).toBeVisible();
  await expect(agreement.getByRole('row', { name: /Understood .*differs/ })).toBeVisible();
  await Promise.all([trainer.context().close(), supervisor.context().close()]);
});

long(test)('a trainer stops before the real answer, writes one, and sees both', async ({ browser, desk }) => {
  const { trainer } = await atReplay(browser, desk);
  const stage = trainer.getByRole('region', { name: 'Replay', exact: true });
  await stage.getByRole('slider', { name: 'Position' }).press('Home');
  await stage.getByRole('checkbox', { name: 'Stop and decide' }).check();
  const card = stage.getByRole('region', { name: 'Stop and decide' });
  const answers = stage.getByRole('log', { name: 'Conversation' }).getByText(/Sent|Delivered|Read/);
  const next = stage.getByRole('button', { name: 'Next message' });
  while ((await card.count()) === 0) await next.click();
  await expect(answers).toHaveCount(0);
  await card.getByRole('textbox', { name: 'What would you answer?' }).fill('Let me look at it at once');
  await card.getByRole('button', { name: 'Compare' }).click();
  await expect(card.getByText('Let me look at it at once')).toBeVisible();
  await expect(card.getByRole('heading', { name: /answered$/ })).toBeVisible();
  await expect(answers).not.toHaveCount(0);
  await card.getByRole('button', { name: 'Go on' }).click();
  await expect(card).toHaveCount(0);
  await trainer.context().close();
});
