import { describe, expect, it } from 'vitest';
import { reportedRecipients } from '#electron/channels/email/delivery-report.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

const report = (status: string, ...returned: readonly string[]) =>
  makeMail(
    [
      'From: MAILER-DAEMON@mx.example',
      'Return-Path: <>',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      'Message-ID: <dsn@mx.example>',
    ],
    '--b\n\nYour mail could not be delivered.\n',
    `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n${status}\n`,
    ...returned,
    '--b--\n',
  );

describe('A bounce', () => {
  it('tells who failed with which status, and of which mail (RFC 3464)', async () => {
    const status =
      'Original-Recipient: rfc822;Li@Example.com\nFinal-Recipient: RFC822; li@inner.example\nAction: failed\nStatus: 5.1.1 (no such user)\nDiagnostic-Code: smtp; 550 5.1.1\n  no such user';
    const other = 'Final-Recipient: rfc822; cc@example.com\nAction: delayed\nStatus: 4.4.1';
    const mail = await readMail(
      report(
        `${status}\n\n${other}`,
        '--b\nContent-Type: message/rfc822\n\nFrom: service@wallet.example\nMessage-ID:\n <m@wallet.example>\nSubject: x\n\nsecret text\n',
      ),
    );
    expect(mail.report).toEqual({
      messageIds: ['m@wallet.example'],
      recipients: [
        { address: 'li@example.com', action: 'failed', status: '5.1.1' },
        { address: 'cc@example.com', action: 'delayed', status: '4.4.1' },
      ],
    });
  });

  it('may bring back the head alone', async () => {
    const mail = await readMail(
      report(
        'Final-Recipient: rfc822; li@example.com\nAction: failed',
        '--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <m@wallet.example>\nTo: li@example.com\n',
      ),
    );
    expect(mail.report).toEqual({ messageIds: ['m@wallet.example'], recipients: [{ address: 'li@example.com', action: 'failed', status: '5.0.0' }] });
  });

  it('may be a text with the mail quoted in it', async () => {
    const mail = await readMail(
      makeMail(
        ['From: Mailer-Daemon@mx.example', 'X-Failed-Recipients: li@example.com,\r\n other@example.com', 'References: <r@wallet.example>'],
        'A message could not be delivered.\n\n> Message-ID: <m@wallet.example>\n> Subject: x\n',
      ),
    );
    expect(mail.report).toMatchObject({
      messageIds: ['m@wallet.example', 'r@wallet.example'],
      recipients: [{ address: 'li@example.com' }, { address: 'other@example.com' }],
    });
  });

  it.each([
    ['', []],
    ['Final-Recipient: rfc822; li@example.com\nAction: dropped', []],
    ['Final-Recipient: x400; /CN=li/\nAction: failed', []],
    ['Action: failed\nStatus: 5.1.1', []],
  ])('of %j tells nothing', (text, recipients) => {
    expect(reportedRecipients(text)).toEqual(recipients);
  });

  it('is read in its time, whoever wrote it', () => {
    const began = performance.now();
    reportedRecipients('Final-Recipient: '.repeat(100_000));
    reportedRecipients(`Action: failed\n${' \n'.repeat(200_000)}`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
