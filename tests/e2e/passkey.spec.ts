import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, Page } from '@playwright/test';
import { customerWrites, expect, openCase, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';

const clean = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

/** A security key that the browser believes to be plugged in; whoever touches it is who they are until told otherwise. */
async function plugIn(page: Page): Promise<{ readonly cdp: CDPSession; readonly authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: false,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

test('a passkey is set up by a code, opens a colleague’s customer, and is removed by itself', async ({ browser, desk }) => {
  const [others, zhaos] = await Promise.all([browser.newContext(), browser.newContext()]);
  const customer = await startChat(others, desk);
  const words = 'The shop refunded and my refund of 79 is nowhere';
  await customerWrites(customer, words);
  await customer.close();
  const lin = await signIn(others, desk, 'Agent', /Lin/);
  await openCase(lin, words);
  await lin.getByRole('button', { name: 'Accept', exact: true }).click();
  await lin.getByRole('textbox', { name: 'Find customer' }).fill('C100003');
  await lin.getByRole('option', { name: /C100003/ }).click();
  await expect(lin.getByRole('region', { name: 'Account' }).getByText('C100003').first()).toBeVisible();
  await lin.close();

  const zhao = await signIn(zhaos, desk, 'Agent', /Zhao Yiming/);
  const { cdp, authenticatorId } = await plugIn(zhao);
  await pressKey(zhao, 'Control+,');
  const panel = zhao.getByRole('region', { name: 'Your second proof' });
  // From the keyboard alone.
  await panel.getByRole('button', { name: 'Set up a passkey' }).focus();
  await zhao.keyboard.press('Enter');
  await expect(panel.getByRole('textbox', { name: 'Name of the passkey' })).toBeFocused();
  await zhao.keyboard.type('blue key');
  await panel.getByRole('button', { name: 'Use it' }).click();
  await clean(zhao);
  await panel.getByRole('textbox', { name: 'Code of the app that you have now' }).press('Enter');
  await expect(zhao.getByText('The passkey is in use from now on.')).toBeVisible();
  const keys = panel.getByRole('list', { name: 'Passkeys' });
  await expect(keys.getByRole('listitem')).toHaveText([/blue key.*made/]);
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: false }]);
  await clean(zhao);

  await pressKey(zhao, 'Control+1');
  await zhao.getByRole('radiogroup', { name: 'View' }).getByText('All').click();
  await openCase(zhao, words);
  const account = zhao.getByRole('region', { name: 'Account' });
  await account.getByRole('button', { name: 'Open all the same' }).click();
  const form = zhao.getByRole('dialog', { name: 'Open without a case of yours' });
  await form.getByText('The colleague is away').click();
  await form.getByRole('textbox', { name: 'In your words (needed)' }).fill('Lin went home');
  await form.getByRole('button', { name: 'Use a passkey' }).focus();
  await zhao.keyboard.press('Enter');
  await expect(form.getByRole('button', { name: 'Use a code' })).toBeFocused();
  await expect(form.getByText('Your browser will ask for your passkey.')).toBeVisible();
  await clean(zhao);
  // Somebody who is not the owner touches the key: the browser is told no, and says so.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await form.getByRole('button', { name: 'Open for ten minutes' }).click();
  await expect(form.getByRole('alert')).toHaveText('The passkey was not used: it was cancelled, or it took too long.');
  await expect(account.getByRole('heading', { name: 'Not your case' })).toBeVisible();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await form.getByRole('button', { name: 'Open for ten minutes' }).click();
  await expect(account.getByText('C100003').first()).toBeVisible();
  await expect(zhao.getByRole('timer').filter({ hasText: /Open to you for \d+:\d\d more/ })).toBeVisible();

  await pressKey(zhao, 'Control+,');
  await keys.getByRole('button', { name: 'Remove the passkey blue key' }).click();
  await panel.getByRole('button', { name: 'Use a passkey' }).click();
  await clean(zhao);
  await panel.getByRole('button', { name: 'Remove the passkey', exact: true }).click();
  await expect(zhao.getByText('The passkey “blue key” is removed.')).toBeVisible();
  await expect(keys).toHaveCount(0);
  await pressKey(zhao, 'Control+1');
  await zhao.reload();
  await expect(zhao.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await zhao.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).press('Enter');
  await expect(panel.getByRole('button', { name: 'Set up a passkey' })).toBeVisible();
  await expect(keys).toHaveCount(0);
  await Promise.all([others.close(), zhaos.close()]);
});
