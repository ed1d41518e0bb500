// Resolvers run in AppSync's own JavaScript, which has less than the language: all rules of
// Amazon's plugin hold for them. Run: npx eslint -c backend/eslint.config.mjs backend/resolvers
import appsync from '@aws-appsync/eslint-plugin';
import typescript from 'typescript-eslint';

export default [
  {
    files: ['backend/resolvers/**/*.js'],
    languageOptions: {
      parser: typescript.parser,
      parserOptions: {
        project: 'backend/resolvers/tsconfig.json',
        tsconfigRootDir: `${import.meta.dirname}/..`,
      },
    },
  },
  { files: ['backend/resolvers/**/*.js'], ...appsync.configs.recommended },
];
