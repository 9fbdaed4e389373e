import { readFile } from 'node:fs/promises';
import { agentReplies, customerWrites, openCase, startChat } from '#tests/e2e/desk.ts';
import { addGroup, addPerson, addQueue, adminLogin, adminPassword, choosePassword, enter, expect, setUp, tab, test, toDesk } from '#tests/e2e/real-desk.ts';
import { long } from '#tests/whole.ts';

const own = 'rivers run to the sea';

test('two administrators edit one queue: the second sees both versions and chooses', async ({ browser, empty: desk }) => {
  test.setTimeout(120_000);
  const [ones, others] = await Promise.all([browser.newContext(), browser.newContext()]);
  const one = await setUp(ones, desk);
  await toDesk(one);
  await addGroup(one, 'Retail');
  await addQueue(one, 'Payments');
  const other = await others.newPage();
  await other.goto(desk.consoleUrl);
  await enter(other, adminLogin, adminPassword);
  await toDesk(other);
  const open = async (page: typeof one) => {
    await (await tab(page, 'Queues and groups')).getByRole('list', { name: 'Queues' }).getByRole('button', { name: 'Payments' }).click();
    return page.getByRole('dialog');
  };
  const [mine, theirs] = [await open(other), await open(one)];
  await mine.getByLabel('First answer within, in seconds').fill('90');
  await theirs.getByLabel('First answer within, in seconds').fill('30');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(theirs).toHaveCount(0);
  const alert = mine.getByRole('alert');
  await expect(alert).toContainText('Zhou Ning changed this at');
  await expect(alert.getByRole('row', { name: /Target for the first answer/ })).toContainText('90 seconds30 seconds');
  await alert.getByRole('button', { name: 'Keep mine' }).click();
  await expect(mine).toHaveCount(0);
  await expect(one.getByRole('list', { name: 'Queues' }).getByRole('button', { name: /answer within 90 seconds/ })).toBeVisible();

  // Both changes are in the history, and the newer can be taken back.
  const panel = await tab(one, 'History');
  await expect(panel.getByRole('list', { name: 'History' }).getByRole('listitem')).toHaveCount(5);
  await panel
    .getByRole('button', { name: /^Take back/ })
    .first()
    .click();
  await expect(panel.getByText('took back a change of 1 item')).toBeVisible();
  await expect((await tab(one, 'Queues and groups')).getByRole('button', { name: /answer within 30 seconds/ })).toBeVisible();

  // A person is not lost by a slip: what is not saved is asked about.
  const drawer = await open(one);
  await drawer.getByLabel('Name in English').fill('Paymentz');
  await one.keyboard.press('Escape');
  await expect(drawer.getByText('What you changed is not saved.')).toBeVisible();
  await drawer.getByRole('button', { name: 'Discard the changes' }).click();
  await expect(drawer).toHaveCount(0);
  await Promise.all([ones.close(), others.close()]);
});

long(test)('somebody made inactive at work is signed out in words, keeps their draft, and finds it when they are back', async ({ browser, empty: desk }) => {
  test.setTimeout(120_000);
  const [admins, agents, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const admin = await setUp(admins, desk);
  await toDesk(admin);
  await addGroup(admin, 'Retail');
  await addQueue(admin, 'Payments');
  const oneTime = await addPerson(admin, 'Lin Xia', 'Payments', 'lin.xia');
  const agent = await agents.newPage();
  await agent.goto(desk.consoleUrl);
  await enter(agent, 'lin.xia', oneTime);
  await choosePassword(agent, own);
  await expect(agent.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  const customer = await startChat(customers, desk);
  const words = 'I was charged twice for one coffee';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agentReplies(agent, 'I am looking into it');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('half an answer');
  await expect(agent.getByText('Draft saved')).toBeVisible();

  const switchTo = async (active: boolean) => {
    await (await tab(admin, 'People')).getByRole('list', { name: 'People' }).getByRole('button', { name: 'Lin Xia' }).click();
    const drawer = admin.getByRole('dialog');
    await drawer.getByRole('switch', { name: 'Active' }).setChecked(active);
    if (!active) await expect(drawer.getByText('A case stays with them')).toBeVisible();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(drawer).toHaveCount(0);
  };
  await switchTo(false);
  await expect(agent.getByRole('alert')).toContainText('signed out by an administrator');
  await enter(agent, 'lin.xia', own);
  await expect(agent.getByRole('alert').filter({ hasText: 'not active on this desk' })).toBeVisible();
  await switchTo(true);
  await enter(agent, 'lin.xia', own);
  await agent.getByRole('grid', { name: 'Inbox' }).getByText('I am looking into it').first().click();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue('half an answer');
  await Promise.all([admins.close(), agents.close(), customers.close()]);
});

long(test)('a file with faults is refused with all of them, a good one shows what it changes first', async ({ browser, empty: desk }) => {
  test.setTimeout(120_000);
  const admins = await browser.newContext({ acceptDownloads: true });
  const admin = await setUp(admins, desk);
  await toDesk(admin);
  await addGroup(admin, 'Retail');
  await addQueue(admin, 'Payments');
  const panel = await tab(admin, 'Export and import');
  const [download] = await Promise.all([admin.waitForEvent('download'), panel.getByRole('button', { name: 'Save as a file' }).click()]);
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(JSON.stringify(file)).not.toContain(adminLogin);
  const give = (name: string, text: string) =>
    admin.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  const spoilt = structuredClone(file);
  spoilt.configuration.queues[0].serviceLevelSeconds = -5;
  spoilt.configuration.queues[0].group = 'nowhere';
  spoilt.configuration.people[0].role = 'cook';
  await give('spoilt.json', JSON.stringify(spoilt));
  const faults = panel.getByRole('list', { name: 'Faults of the file' }).getByRole('listitem');
  await expect(faults).toHaveText([/queues\[0\]\.serviceLevelSeconds/, /people\[0\]\.role/, /queues\[0\]\.group/]);
  await give('newer.json', JSON.stringify({ ...file, version: 99 }));
  await expect(faults).toHaveText([/version 99, from a newer console/]);
  await give('huge.json', `{"x": "${'y'.repeat(3_000_000)}"}`);
  await expect(panel.getByRole('alert')).toHaveText(/larger than a desk’s file can be/);
  await give('none.json', '{');
  await expect(faults).toHaveText([/not JSON/]);

  file.configuration.queues[0].name.en = 'Card payments';
  file.configuration.tags.push({ id: 'vip', name: { 'zh-CN': '重要客户', en: 'VIP' } });
  await give('good.json', JSON.stringify(file));
  await expect(panel.getByRole('region', { name: '1 added' })).toContainText('VIP');
  await expect(panel.getByRole('region', { name: '1 changed' })).toContainText('Card payments');
  await panel.getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(panel.getByText('2 changes are in force.')).toBeVisible();
  await expect((await tab(admin, 'Queues and groups')).getByRole('button', { name: /^Card payments/ })).toBeVisible();
  await admins.close();
});
