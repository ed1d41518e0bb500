// One block per world; the borders of the worlds are those of the tsconfigs. What tools/tidy.mjs
// bans everywhere is not repeated here.
import eslint from '@eslint/js';
import typescript from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    ...['AbortController', 'AbortSignal', 'Buffer', 'TextDecoder', 'TextEncoder', 'URL'],
    ...['URLSearchParams', 'WebSocket', 'atob', 'btoa', 'clearInterval', 'clearTimeout'],
    ...['console', 'crypto', 'fetch', 'performance', 'process', 'queueMicrotask'],
    ...['setImmediate', 'setInterval', 'setTimeout', 'structuredClone'],
  ].map((name) => [name, 'readonly']),
);

export default typescript.config(
  { ignores: ['build/', 'node_modules/', 'cdk.out/', 'src/', 'backend/resolvers/', '**/*.gen.*'] },
  eslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text never meets the HTML parser: use textContent.' },
        { property: 'outerHTML', message: 'Text never meets the HTML parser: use textContent.' },
        { property: 'insertAdjacentHTML', message: 'Use textContent and elements.' },
        { object: 'document', property: 'write' },
      ],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  // Programs for a terminal print.
  { files: ['tools/**', 'backend/**', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['web/tsconfig.json', 'sw/tsconfig.json', 'tests/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
);
