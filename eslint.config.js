import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['node_modules/', 'dist/', 'data/', '.cache/', '.wrangler/', '**/*.svelte.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: {
        // Not the project service, which serves editors: in one run it asks for more than it saves.
        project: './tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      // Making control characters of strangers visible needs expressions that name them.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Text from a source is never markup: the one door through which it could become so stays shut.
      'svelte/no-at-html-tags': 'error',
      // What people read stands in the message files, where every language has it.
      'no-restricted-syntax': [
        'error',
        {
          selector: ':not(SvelteStyleElement) > SvelteText[value=/[\\p{Ll}\\p{Lo}]/u]',
          message: 'Sentences stand in the message files.',
        },
        {
          selector:
            'SvelteAttribute[key.name=/^(?:title|alt|placeholder|label|aria-label|aria-description)$/] > SvelteLiteral[value=/[\\p{Ll}\\p{Lo}]/u]',
          message: 'Sentences stand in the message files.',
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    ...ts.configs.disableTypeChecked,
  },
  {
    // What every page and the server must never do, whatever the reason.
    files: ['web/**', 'server/**', 'crypto/**', 'db/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Nothing may stay on the device of a source.' },
        { name: 'sessionStorage', message: 'Nothing may stay on the device of a source.' },
        { name: 'indexedDB', message: 'Nothing may stay on the device of a source.' },
        { name: 'caches', message: 'Nothing may stay on the device of a source.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use a cryptographic source of randomness.' },
        { object: 'document', property: 'cookie', message: 'Nothing may stay on the device of a source.' },
        { object: 'history', property: 'pushState', message: 'No history entry beyond the first address.' },
      ],
    },
  },
  {
    files: ['server/main.node.ts', 'server/program.node.ts'],
    rules: { 'no-console': 'off' },
  },
);
