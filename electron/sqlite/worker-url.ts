/**
 * Where a worker's entry lies: `path` is its place under electron/ without ending. From source the workers lie in
 * their folders; a bundle holds them flat beside the file that runs.
 */
export function workerUrl(path: string): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return fromSource ? new URL(`../${path}.ts`, import.meta.url) : new URL(`./${path.split('/').at(-1)}.js`, import.meta.url);
}
