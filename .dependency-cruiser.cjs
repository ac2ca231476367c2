/**
 * Which way imports go. That the server cannot decrypt is a rule here, not a promise; see ARCHITECTURE.md.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'crypto-and-db-import-no-sibling',
      severity: 'error',
      from: { path: '^(crypto|db)/' },
      to: { path: '^(server|web|reviewer|scripts|tests|bench|bin)/' },
    },
    { name: 'crypto-imports-no-db', severity: 'error', from: { path: '^crypto/' }, to: { path: '^db/' } },
    { name: 'db-imports-no-crypto', severity: 'error', from: { path: '^db/' }, to: { path: '^crypto/' } },
    {
      name: 'crypto-has-no-platform',
      comment: 'bytes in, bytes out: no DOM, no network, no Node',
      severity: 'error',
      from: { path: '^crypto/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-imports-nothing',
      severity: 'error',
      from: { path: '^((server|reviewer)/contract|reviewer/visible)\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'server-cannot-decrypt',
      comment: 'the server verifies; it never opens, bundles or derives',
      severity: 'error',
      from: { path: '^server/' },
      to: {
        path: '^crypto/',
        pathNot:
          '^crypto/(errors|encoding|random|days|padding|puzzle|header|keyring|freshness|minisign|requests|intake|kin|appearance|offline-page)\\.ts$',
      },
    },
    {
      name: 'server-cannot-reach-decryption',
      comment: 'nor by way of a file that it may import',
      severity: 'error',
      from: { path: '^(server|db)/' },
      to: {
        path: '^(crypto/(envelope|payload|bundle|unbundle|testimony|receipt|drop|reply|thread|grant|followup)\\.ts|node_modules/age-encryption/)',
        reachable: true,
      },
    },
    {
      name: 'server-imports-only-its-layer',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(web|reviewer|scripts|tests|bench|bin)/' },
    },
    {
      name: 'only-envelope-imports-age',
      severity: 'error',
      from: { pathNot: '^(crypto/envelope\\.ts|tests/|bench/)' },
      to: { path: 'node_modules/age-encryption/' },
    },
    {
      name: 'source-page-imports',
      severity: 'error',
      from: { path: '^web/(source|shared|messages|offline)/' },
      to: { path: '^(server/(?!contract\\.ts$)|reviewer/|db/|web/desk/)' },
    },
    {
      name: 'evidence-stands-alone',
      comment: 'bytes in, bytes out: nothing of the page, of a key, or of a platform',
      severity: 'error',
      from: { path: '^web/evidence/' },
      to: { pathNot: '^(web/evidence/|crypto/errors\\.ts$|node_modules/@noble/hashes/utils\\.js$)' },
    },
    {
      name: 'desk-page-holds-no-key',
      severity: 'error',
      from: { path: '^web/desk/' },
      to: {
        path: '^(crypto/(?!(errors|days)\\.ts$)|server/(?!contract\\.ts$)|db/|web/source/|reviewer/(?!(contract|visible)\\.ts$))',
      },
    },
    {
      name: 'reviewer-imports',
      severity: 'error',
      from: { path: '^reviewer/' },
      to: { path: '^(server/(?!contract\\.ts$)|web/|db/|scripts/|tests/)' },
    },
    {
      name: 'node-only-where-named',
      comment: 'runtime differences live in *.node.ts and *.disk.ts',
      severity: 'error',
      from: { path: '^(server|db)/', pathNot: '\\.(node|disk)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'tests-stay-in-tests', severity: 'error', from: { pathNot: '^tests/' }, to: { path: '^tests/' } },
    {
      name: 'bench-stays-in-bench',
      severity: 'error',
      from: { pathNot: '^(bench|tests)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: {
        path: '^(bin|crypto|db|server|reviewer|web/(source|desk|shared|messages|offline))/',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(cloudflare:|virtual:|vite/client$)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|\\.cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.json'],
    },
  },
};
