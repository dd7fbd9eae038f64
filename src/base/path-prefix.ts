/** How paths of a root are told from a folder around it. */
import { isAbsolute, relative } from 'node:path';

/** Leads from `workspace` to `root`: empty where both are one or the root lies elsewhere, else ending with `/`. */
export function findPathPrefix(workspace: string, root: string): string {
  const path = relative(workspace, root).replaceAll('\\', '/');
  return path === '' || path.startsWith('..') || isAbsolute(path) ? '' : `${path}/`;
}
