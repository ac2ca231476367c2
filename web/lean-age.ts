/**
 * Leaves out of the pages what of age-encryption a source never uses: passphrases (scrypt), plain X25519 and the
 * recipients of hardware keys, which bring a second kind of elliptic curve. crypto/envelope.ts admits hybrid
 * recipients only, so nothing can ask for them; who did would get an error and nothing would be encrypted.
 *
 * @module
 */
import type { Plugin } from 'vite';

const ABSENT = [
  'ScryptIdentity',
  'ScryptRecipient',
  'X25519Identity',
  'X25519Recipient',
  'TagRecipient',
  'HybridTagRecipient',
];

/** Only make objects, of which the pages use none; without being told so, a bundler must keep them. */
export const PURE_FUNCTIONS = ['QSF', 'createKitchenSink', 'ecdhKem'];

export function leanAge(): Plugin {
  return {
    name: 'lean-age',
    transform(code, id) {
      if (!/\/age-encryption\/dist\/index\.js$/.test(id)) return null;
      const imported = /import \{([^}]*)\} from "\.\/recipients\.js";\n/g;
      const used = [...code.matchAll(imported)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim()),
      );
      const missing = ABSENT.filter((name) => !used.includes(name));
      // A later version that is written differently must be looked at again.
      if (missing.length > 0) throw new Error(`age-encryption has no ${missing.join(', ')}`);
      const needed = used.filter((name) => !ABSENT.includes(name));
      const head = [
        `import { ${needed.join(', ')} } from "./recipients.js";`,
        'function Absent() { throw new Error("not in the pages"); }',
        `const ${ABSENT.map((name) => `${name} = Absent`).join(', ')};`,
      ];
      return { code: `${head.join('\n')}\n${code.replace(imported, '')}`, map: null };
    },
  };
}
