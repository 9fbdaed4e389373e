import { describe, expect, it } from 'vitest';
import { LoopGuard } from '#electron/channels/email/loop-guard.ts';
import { natureOf } from '#electron/channels/email/mail-nature.ts';
import { isLoopback, tlsRule } from '#electron/channels/email/servers/tls-rule.ts';
import { subjectToken, tokensOf, withoutTokens } from '#electron/channels/email/subject-token.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

const nature = (...headers: readonly string[]) =>
  natureOf(
    ['From: Li <li@example.com>', ...headers].map((line) => ({
      key: line.slice(0, line.indexOf(':')).toLowerCase(),
      value: line.slice(line.indexOf(':') + 1).trim(),
    })),
  );

describe('What a mail is', () => {
  it.each([
    ['person', []],
    ['person', ['Auto-Submitted: no']],
    ['person', ['Return-Path: <li@example.com>', 'Precedence: first-class']],
    ['person', ['X-Autoreply: no', 'X-Auto-Response-Suppress: None']],
    ['unanswered', ['X-Auto-Response-Suppress: DR, OOF, AutoReply']],
    ['auto-reply', ['Auto-Submitted: auto-replied']],
    ['auto-reply', ['Auto-Submitted: Auto-Replied; owner-email="li@example.com"']],
    ['auto-reply', ['Auto-Submitted: auto-replied (vacation)', 'X-Auto-Response-Suppress: All']],
    ['auto-reply', ['X-Autoreply: yes']],
    ['auto-reply', ['X-Autorespond: Away']],
    ['auto-reply', ['Precedence: auto_reply']],
    ['auto-reply', ['Return-Path: <>']],
    ['generated', ['Auto-Submitted: auto-generated', 'Return-Path: <>']],
    ['bulk', ['Precedence: bulk']],
    ['bulk', ['List-Id: News <news.example.com>']],
    ['bulk', ['List-Unsubscribe: <https://example.com/u>']],
    ['bounce', ['Content-Type: multipart/report; report-type=delivery-status; boundary=b']],
    ['bounce', ['Content-Type: multipart/report;\r\n boundary=b; report-type="delivery-status"', 'Auto-Submitted: auto-replied']],
    ['bounce', ['X-Failed-Recipients: li@example.com']],
    ['person', ['Content-Type: multipart/report; report-type=disposition-notification']],
  ])('%s: %j', (expected, headers) => {
    expect(nature(...headers)).toBe(expected);
  });

  it('is a bounce where a server’s own address sends it without a way back', async () => {
    const mail = await readMail(makeMail(['Return-Path: <>', 'From: Mail Delivery <MAILER-DAEMON@mx.example>', 'Subject: failed'], 'x'));
    expect(mail).toMatchObject({ nature: 'bounce', report: { recipients: [] } });
  });
});

describe('A loop', () => {
  it('is more than so many new matters within the time in which they arrived, of one address', () => {
    const guard = new LoopGuard({ most: 3, withinMs: 1_000 });
    expect([0, 100, 200, 300].map((at) => guard.isOver('a', at))).toEqual([false, false, false, true]);
    expect(guard.isOver('b', 300)).toBe(false);
    expect(guard.isOver('a', 2_000)).toBe(false);
    // A backlog in any order is counted by when it came.
    expect([9_000, 5_000, 7_000, 3_000].map((at) => guard.isOver('c', at))).toEqual([false, false, false, false]);
  });
});

describe('A line', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('to %s does not leave the machine', (host) => {
    expect([isLoopback(host), tlsRule({ host, port: 143, secure: false }, []).tls, tlsRule({ host, port: 993, secure: true }, []).tls]).toEqual([
      true,
      'none',
      'now',
    ]);
  });

  it.each(['mail.example.com', 'localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '127.1', '::2'])('to %s is encrypted', (host) => {
    const rule = tlsRule({ host, port: 143, secure: false, ca: 'mine' }, ['public']);
    expect([isLoopback(host), rule]).toEqual([false, { tls: 'upgrade', options: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ca: ['public', 'mine'] } }]);
  });
});

describe('A mark in a subject', () => {
  it('is found in any case and place, and taken out', () => {
    const token = subjectToken('0190-a' as CaseId);
    expect(token).toMatch(/^\[#[0-9A-F]{8}\]$/);
    expect(tokensOf(`Re: x ${token.toLowerCase()} y`)).toEqual([token]);
    expect(withoutTokens(`Re: x ${token} y`)).toBe('Re: x y');
    expect([tokensOf('[#12] [#1234567G] [1234ABCD]'), withoutTokens('invoice [#12]')]).toEqual([[], 'invoice [#12]']);
  });
});
