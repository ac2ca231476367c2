/** docs/configuration.md, made from the tables in config.ts. @module */
import { LIMITS, ONLY_ON_NODE, PLACES } from './config.ts';
import type { Option } from './config-kinds.ts';

const HEAD = `# Configuration

<!-- Made by "node scripts/configuration.ts" from the tables in server/config.ts. Do not edit it here. -->

The server needs no file. Where there is a \`witnessbox.toml\` in the working directory or in the data folder, it is read;
\`--config FILE\` names another. Flags on the command line win over the file. Whatever is wrong with the file is said
at the start, all at once, and nothing is served until it is mended.

Paths that are not absolute count from the folder in which the file lies.

\`\`\`toml
organisation = "/srv/witnessbox/public"
data = "/var/lib/witnessbox"
listen = "unix:/run/witnessbox/portal.sock"
portal = ["https://portal.example"]

[limits]
maxUpload = "1 GiB"
\`\`\`

On Cloudflare Workers there is no such file: the same options stand below \`[vars.WITNESSBOX]\` and
\`[vars.WITNESSBOX.limits]\` in \`wrangler.toml\`, save those that are marked.
`;

/** The whole page, as Markdown. */
export function configurationPage(): string {
  return [
    HEAD,
    '## At the top of the file\n',
    ...Object.entries(PLACES).map(([key, option]) => entry(key, option)),
    '## Below `[limits]`\n',
    ...Object.entries(LIMITS).map(([key, option]) => entry(key, option)),
  ].join('\n');
}

function entry(key: string, { unit, fallback, must, says }: Option): string {
  const usual = fallback === undefined ? 'none' : `\`${JSON.stringify(fallback)}\``;
  const where = ONLY_ON_NODE.has(key) ? ' Not on Workers.' : '';
  return `### \`${key}\`\n\n${says}${where}\n\nUnit: ${unit}. Default: ${usual}. It must be ${must}.\n`;
}
