/** What a Node that is too old says: in both languages, since nothing but this file must be read to say it. */

/** The oldest Node that the program runs on, as package.json says it. */
const LEAST = [20, 19] as const;

/** The lines for a Node of this version; null for one that is new enough. */
export function refuseOldNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return null;
  const least = LEAST.join('.');
  return [
    `mendian needs Node ${least} or newer; this is Node ${version}.`,
    '→ Install a newer one from https://nodejs.org, then run the command again. Which one runs: node --version',
    `mendian 需要 Node ${least} 或更新的版本；现在是 Node ${version}。`,
    '→ 请从 https://nodejs.org 安装新版本，再运行这个命令。查看当前版本：node --version',
    '',
  ].join('\n');
}
