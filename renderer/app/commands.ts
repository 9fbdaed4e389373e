import { createContext, useContext, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { isApple, keyOf, writes } from '#renderer/app/key.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { invariant } from '#shared/lib/assert.ts';

/** Something a person can do by palette or key. */
export interface Command {
  /** Stable, since a person's own keys are kept under it. */
  readonly id: string;
  readonly label: string;
  /** Other words by which it is sought: those of the button that does the same, or what people call it. */
  readonly keywords?: string;
  /** The heading it stands under. */
  readonly group: string;
  /** As `keyOf` names keys; null has none until a person gives it one. */
  readonly defaultKey: string | null;
  readonly run: () => void;
  readonly enabled: boolean;
  /** Its key works while a dialog stands open too: what rings waits for no form. */
  readonly overDialogs?: boolean;
}

/** Every command of what is on the screen, in the order of their coming. */
export class CommandRegistry {
  readonly #commands = new Map<string, Command>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Command[] = [];

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  list = (): readonly Command[] => this.#list;

  /** Adds or renews a command; what only its `run` changed is told to nobody. */
  put(command: Command): void {
    const before = this.#commands.get(command.id);
    this.#commands.set(command.id, command);
    if (
      before &&
      before.label === command.label &&
      before.keywords === command.keywords &&
      before.group === command.group &&
      before.enabled === command.enabled
    )
      return;
    this.#tell();
  }

  remove(id: string): void {
    if (this.#commands.delete(id)) this.#tell();
  }

  run(id: string): void {
    const command = this.#commands.get(id);
    if (command?.enabled) command.run();
  }

  #tell(): void {
    this.#list = [...this.#commands.values()];
    for (const listener of this.#listeners) listener();
  }
}

export const CommandsContext = createContext<CommandRegistry | null>(null);

function useRegistry(): CommandRegistry {
  const registry = useContext(CommandsContext);
  invariant(registry !== null, 'useRegistry: outside of CommandsContext');
  return registry;
}

/** Offers a command for as long as the component that calls this is on the screen. */
export function useCommand(command: Command): void {
  const registry = useRegistry();
  const { id } = command;
  useLayoutEffect(() => registry.put(command));
  // Before what takes the place of this component offers the same command: a passive effect may end after that.
  useLayoutEffect(() => () => registry.remove(id), [registry, id]);
}

/** All commands on the screen, each with the key that the person uses. */
export function useCommands(): readonly (Command & { readonly key: string | null })[] {
  const registry = useRegistry();
  const commands = useSyncExternalStore(registry.subscribe, registry.list);
  const { keys } = useAppSelector(selectPreferences);
  return commands.map((command) => ({ ...command, key: keys[command.id] ?? command.defaultKey }));
}

/** Runs a command by its id, if it is on the screen and can be done now. */
export function useRunCommand(): (id: string) => void {
  const registry = useRegistry();
  return (id) => registry.run(id);
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Listens for the commands' keys; a dialog that stands open keeps the keyboard to itself, but for what is said to go over it. */
export function useCommandKeys(): void {
  const registry = useRegistry();
  const { keys } = useAppSelector(selectPreferences);
  const own = useRef(keys);
  own.current = keys;
  useEffect(() => {
    const apple = isApple(navigator.platform);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const key = keyOf(event, apple);
      if (key === null || (writes(key) && typing(event.target))) return;
      const command = registry.list().find(({ id, defaultKey }) => (own.current[id] ?? defaultKey) === key);
      if (!command?.enabled || (command.overDialogs !== true && document.querySelector('[role="dialog"][aria-modal="true"]'))) return;
      event.preventDefault();
      registry.run(command.id);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [registry]);
}
