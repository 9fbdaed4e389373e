import { describe, expect, it } from 'vitest';
import { CommandRegistry } from '#renderer/app/commands.ts';
import { isApple, keyOf, keyText, writes } from '#renderer/app/key.ts';
import { sends } from '#renderer/features/composer/send-key.ts';

const press = (key: string, more: Partial<Parameters<typeof keyOf>[0]> = {}) => ({
  key,
  code: '',
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

describe('a press as commands name it', () => {
  it.each([
    [press('k', { code: 'KeyK', ctrlKey: true }), false, 'mod+K'],
    [press('k', { code: 'KeyK', metaKey: true }), true, 'mod+K'],
    [press('k', { code: 'KeyK', ctrlKey: true }), true, 'ctrl+K'],
    // Alt changes what a letter writes on a Mac: å is still the key A.
    [press('å', { code: 'KeyA', altKey: true }), true, 'alt+A'],
    [press('Enter', { ctrlKey: true, shiftKey: true }), false, 'mod+shift+Enter'],
    [press('!', { code: 'Digit1', altKey: true, shiftKey: true }), false, 'alt+shift+1'],
    [press(' ', {}), false, 'Space'],
  ])('%j (Mac: %s) is %s', (given, apple, name) => {
    expect(keyOf(given, apple)).toBe(name);
  });

  it.each([
    press('Control', { ctrlKey: true }),
    press('Process', { keyCode: 229 }),
    press('k', { code: 'KeyK', ctrlKey: true, isComposing: true }),
    press('a', { keyCode: 229 }),
  ])('is nothing for a modifier alone and while an input method composes: %j', (given) => {
    expect(keyOf(given, false)).toBeNull();
  });

  it('writes text without a modifier, and not with one or as a function key', () => {
    expect(['A', 'shift+A', 'Space', 'Enter'].map(writes)).toEqual([true, true, true, true]);
    expect(['mod+A', 'alt+shift+A', 'ctrl+K', 'F5', 'shift+F5'].map(writes)).toEqual([false, false, false, false, false]);
  });

  it('reads as the system’s own menus write it', () => {
    expect(keyText('mod+shift+Enter', false)).toBe('Ctrl+Shift+Enter');
    expect(keyText('mod+shift+K', true)).toBe('⌘⇧K');
    expect([isApple('MacIntel'), isApple('Win32')]).toEqual([true, false]);
  });
});

describe('Enter in the box', () => {
  const enter = (more = {}) => press('Enter', more);

  it('sends with Ctrl or Cmd always, alone where the person chose so', () => {
    expect(sends(enter({ ctrlKey: true }), false)).toBe(true);
    expect(sends(enter({ metaKey: true }), false)).toBe(true);
    expect(sends(enter(), true)).toBe(true);
    expect(sends(enter(), false)).toBe(false);
    expect(sends(enter({ shiftKey: true }), true)).toBe(false);
  });

  it('belongs to the input method while it composes', () => {
    expect(sends(enter({ isComposing: true }), true)).toBe(false);
    expect(sends(enter({ keyCode: 229 }), true)).toBe(false);
  });
});

describe('the registry of commands', () => {
  const command = (id: string, more: Partial<Parameters<CommandRegistry['put']>[0]> = {}) => ({
    id,
    label: id,
    group: 'g',
    defaultKey: null,
    run: () => undefined,
    enabled: true,
    ...more,
  });

  it('runs the newest form of a command, and none that cannot be done now', () => {
    const registry = new CommandRegistry();
    const ran: string[] = [];
    registry.put(command('a', { run: () => ran.push('old') }));
    registry.put(command('a', { run: () => ran.push('new') }));
    registry.run('a');
    registry.put(command('a', { run: () => ran.push('disabled'), enabled: false }));
    registry.run('a');
    registry.run('unknown');
    expect(ran).toEqual(['new']);
  });

  it('tells of what the palette shows, not of a new function alone', () => {
    const registry = new CommandRegistry();
    let told = 0;
    registry.subscribe(() => told++);
    registry.put(command('a'));
    registry.put(command('a', { run: () => 1 }));
    registry.put(command('a', { label: 'other' }));
    registry.remove('a');
    registry.remove('a');
    expect(told).toBe(3);
    expect(registry.list()).toEqual([]);
  });
});
