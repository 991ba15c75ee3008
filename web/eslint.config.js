import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const mapLibre = {
  group: ['maplibre-gl', 'maplibre-gl/*'],
  allowTypeImports: true,
  message: 'MapLibre stays one lazy chunk: import it from shared/map/maplibre.ts.',
};
const view = (name) => ({
  files: [`src/views/${name}/**`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          mapLibre,
          {
            regex: `^\\.\\./(\\.\\./)*(views/)?(?!${name}/)(admin|field|lead|plan|signin)/`,
            message: 'A view never imports another view: what both need belongs in shared/.',
          },
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'playwright-report', 'src/shared/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      // Sets and parameters here are values that are replaced whole, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-undef': 'off', // the type checker knows better
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only shared/api talks to the server.' },
        { name: 'EventSource', message: 'Only shared/api/stream.ts opens the stream.' },
      ],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [mapLibre] }],
    },
  },
  { files: ['src/shared/api/**'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/shared/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [mapLibre, { group: ['**/views/**'], message: 'shared/ knows no view.' }] },
      ],
    },
  },
  {
    files: ['src/shared/map/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            mapLibre,
            { group: ['svelte', 'svelte/*', '*.svelte'], message: 'The map knows nothing of Svelte.' },
          ],
        },
      ],
    },
  },
  ...['admin', 'field', 'lead', 'plan', 'signin'].map(view),
  { files: ['src/shared/map/maplibre.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
);
