// Each rule of tidy finds what it is for, and leaves good code alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, findDead, namesOfOperations } from '../../tools/tidy.mjs';
import { findFunctions } from '../../tools/tidy_functions.mjs';

const OPERATIONS = ['SendMessage'];
const messages = (path, text) => check({ path, text }, OPERATIONS).map(({ message }) => message);
const header = (rest) => `// What this is.\n${rest}\n`;
const lines = (count) => 'x();\n'.repeat(count);

function finds(name, path, text, expected) {
  test(`tidy finds ${name}`, () => {
    const found = messages(path, text);
    assert.ok(
      found.some((message) => message.includes(expected)),
      `expected "${expected}" among ${JSON.stringify(found)}`,
    );
  });
}

finds('a long line', 'src/core/a.cc', `int a = ${'1 + '.repeat(30)}1;\n`, 'more than 100 columns');
finds('a long file', 'src/core/a.cc', lines(401), 'more than 400 lines');
finds('a long function', 'src/core/a.cc', `void f() {\n${lines(70)}}\n`, 'a function of 72 lines');
finds(
  'a long method',
  'web/a.ts',
  header(`class A {\n  f(): void {\n${lines(70)}  }\n}`),
  '72 lines',
);
finds('blanks at the end', 'README.md', '# A  \n', 'blanks at the end');
finds('a missing newline', 'src/core/a.cc', 'int a;', 'must end with one newline');
finds('a header without a comment', 'src/core/a.h', '#pragma once\n', 'begins with a comment');
finds('two titles', 'docs/A.md', '# A\n\n# B\n', 'one "# Title"');

finds(
  'a layer that looks up',
  'src/core/a.cc',
  '#include "ui/ui.h"\n',
  'core must not know ui/ui.h',
);
finds('the wire in a view', 'src/ui/a.cc', '#include "protocol/reply.h"\n', 'ui must not know');
finds('a client in canvas', 'src/canvas/a.cc', '#include "core/client.h"\n', 'must not know');
finds('a clock header', 'src/core/a.cc', '#include <chrono>\n', '<chrono> is not for core');
finds('JSON elsewhere', 'src/core/a.cc', '#include <nlohmann/json.hpp>\n', 'is not for core');
finds('ImGui in core', 'src/core/a.cc', '#include <imgui.h>\n', 'is not for core');
finds('sw that imports web', 'sw/a.ts', header("import { a } from '../web/host.js';"), 'import');
finds('a framework', 'web/a.ts', header("import react from 'react';"), 'must not import react');
finds('an operation', 'web/a.ts', header("const a = 'SendMessage';"), 'knows the operation');

finds('an exception', 'src/core/a.cc', 'void f() { throw 1; }\n', 'exceptions');
finds('std::cout', 'src/app/a.cc', 'std::cout << 1;\n', 'no console');
finds('std::stoi', 'src/protocol/a.cc', 'int a = std::stoi(b);\n', 'cannot fail unseen');
finds('JSON that aborts', 'src/base/json.cc', 'auto a = b.at("c");\n', 'aborts');
finds('a virtual', 'src/core/a.h', header('virtual void f();'), 'plain values');
finds('a clock', 'src/core/a.cc', 'auto now = std::chrono::steady_clock::now();\n', 'arguments');
finds('chance', 'src/core/a.cc', 'std::random_device device;\n', 'arguments');
finds('state', 'src/core/a.cc', '  static int count = 0;\n', 'no state');
finds('a view that acts', 'src/ui/a.cc', 'client.submit(intent);\n', 'UiOutput');
finds('innerHTML', 'web/a.ts', header('a.innerHTML = b;'), 'HTML parser');
finds('eval', 'web/a.ts', header("eval('1');"), 'not in the page');
finds('a log', 'sw/a.ts', header('console.log(token);'), 'not in the page');
finds('weak chance', 'web/a.ts', header('const a = Math.random();'), 'getRandomValues');
finds('a sleeping test', 'tests/e2e/a.spec.ts', 'await page.waitForTimeout(5);\n', 'condition');
finds('a skipped test', 'tests/e2e/a.spec.ts', "test.skip('a', f);\n", 'every test runs');
finds('a lonely test', 'tests/backend/a.test.mjs', "test.only('a', f);\n", 'every test runs');
finds('a disabled test', 'tests/core/a_test.cc', 'TEST(A, DISABLED_B) {}\n', 'every test runs');
finds('work left over', 'src/core/a.cc', `// ${'TO'}DO: this\n`, 'do it');
finds('a path of one machine', 'docs/A.md', `# A\n\nSee ${'/ro'}ot/a.\n`, 'one machine');
finds('a registry', 'README.md', `# A\n\n${'registry.'}npmjs.org\n`, 'registry');

test('tidy leaves good code alone', () => {
  const code = header(
    '#include "base/json.h"\n#include <string>\n' +
      'static constexpr int limit = 3;\n// We try not to throw: virtual time( is a word here.\n' +
      `int f() {\n${lines(50)}}\nint g() {\n${lines(50)}}`,
  );
  assert.deepEqual(messages('src/core/a.h', code), []);
  assert.deepEqual(messages('docs/A.md', '# A\n\n```sh\n# not a title\n```\n'), []);
  const page = header("import { a } from './a.js';\ndescribe('a', () => {\n" + lines(90) + '});');
  assert.deepEqual(messages('web/b.ts', page), []);
});

test('braces in strings, comments and expressions do not confuse the function finder', () => {
  const cxx = 'void f() {\n  a("{", \'{\', R"({)", 1\'000);  // {\n  if (b) {\n  }\n}\nint c;\n';
  assert.deepEqual(findFunctions(cxx, true), [{ line: 1, lines: 5 }]);
  const script = 'const f = (a) => {\n  return a.replace(/[{"]/g, `{${b}`); /* { */\n};\n';
  assert.deepEqual(findFunctions(script, false), [{ line: 1, lines: 3 }]);
});

test('a dead file is one that no other mentions', () => {
  const files = [
    { path: 'src/core/a.h', text: '' },
    { path: 'src/core/b.h', text: '' },
    { path: 'src/core/b.cc', text: '#include "core/b.h"' },
    { path: 'web/used.ts', text: '' },
    { path: 'web/main.ts', text: "import { x } from './used.js';" },
  ];
  assert.deepEqual(
    findDead(files).map(({ path }) => path),
    ['src/core/a.h'],
  );
});

test('operations are read from their documents', () => {
  const graphql = 'query Me { me }\nfragment A on B { c }\nsubscription OnInbox { d }\n';
  assert.deepEqual(namesOfOperations(graphql), ['Me', 'OnInbox']);
});
