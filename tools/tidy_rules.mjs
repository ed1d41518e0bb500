// The rules of the house that a machine can check; docs/STYLE.md says them in words. Each takes
// one file and returns what is wrong with it: [{line, message}].
import { extname } from 'node:path';
import { findFunctions } from './tidy_functions.mjs';

const LIMITS = { columns: 100, functionLines: 70, fileLines: 400 };
const CODE = new Set(['.cc', '.css', '.h', '.js', '.mjs', '.ts']);
const CXX = new Set(['.cc', '.h']);

const at = (text, index) => text.slice(0, index).split('\n').length;
const matches = (text, pattern, message) =>
  [...text.matchAll(pattern)].map((match) => ({
    line: at(text, match.index),
    message: message(match),
  }));

export function checkLayout({ path, text }) {
  const findings = [];
  const lines = text.split('\n');
  const isTable = (line) => extname(path) === '.md' && line.startsWith('|');
  lines.forEach((line, index) => {
    // What cannot be broken may stand out: an address, a row of a table, a path of a drawing.
    if ([...line].length > LIMITS.columns && /\s\S*\s/.test(line.trim()) && !isTable(line)) {
      const widest = Math.max(
        ...line
          .trim()
          .split(/\s+/)
          .map((word) => word.length),
      );
      if (widest < LIMITS.columns - 20 && extname(path) !== '.svg')
        findings.push({ line: index + 1, message: `more than ${LIMITS.columns} columns` });
    }
    if (/[ \t\r]$/.test(line)) findings.push({ line: index + 1, message: 'blanks at the end' });
  });
  if (!text.endsWith('\n') || text.endsWith('\n\n'))
    findings.push({ line: lines.length, message: 'must end with one newline' });
  if (CODE.has(extname(path)) && lines.length - 1 > LIMITS.fileLines)
    findings.push({ line: 1, message: `more than ${LIMITS.fileLines} lines: two ideas in one?` });
  return findings;
}

export function checkFunctions({ path, text }) {
  if (!CODE.has(extname(path)) || extname(path) === '.css') return [];
  return findFunctions(text, CXX.has(extname(path)))
    .filter(({ lines }) => lines > LIMITS.functionLines)
    .map(({ line, lines }) => ({ line, message: `a function of ${lines} lines` }));
}

/** Every header and every module says first what it is. */
export function checkOpening({ path, text }) {
  if (extname(path) === '.md') {
    const titles = text.replace(/^```[^]*?^```/gm, '').match(/^# .+$/gm) ?? [];
    const good = titles.length === 1 && text.startsWith('# ');
    return good ? [] : [{ line: 1, message: 'a document begins with its one "# Title"' }];
  }
  const mustSay = extname(path) === '.h' || /^(web|sw|tools|backend)\/.*\.(ts|mjs)$/.test(path);
  const says = /^(#!.*\n)?(\/\/|\/\*) ?\S/.test(text);
  return mustSay && !says ? [{ line: 1, message: 'begins with a comment: what is it?' }] : [];
}

// --- Who may know whom ---------------------------------------------------------------------

const LAYERS = {
  base: [],
  protocol: ['base/'],
  core: ['base/', 'protocol/'],
  ui: ['base/', 'core/'],
  canvas: ['base/', 'core/ports.h'],
  'platform/web': ['base/', 'core/ports.h'],
  app: ['base/', 'core/', 'ui/', 'canvas/', 'platform/web/'],
};
const LIBRARIES = [
  { header: /^nlohmann\//, only: /^src\/base\/json\.cc$/ },
  { header: /^im(gui|stb)/, only: /^src\/(ui|canvas|app)\// },
  { header: /^emscripten/, only: /^src\/(canvas|platform\/web|app)\// },
  { header: /^GLES/, only: /^src\/canvas\// },
  {
    header: /^(chrono|random|thread|mutex|future|atomic|functional|fstream|iostream|ctime)$/,
    only: /^(?!src\/(base|protocol|core)\/)/,
  },
];

export function checkIncludes({ path, text }) {
  const layer = Object.keys(LAYERS).find((name) => path.startsWith(`src/${name}/`));
  if (!layer || !CXX.has(extname(path))) return [];
  const own = matches(text, /^#include "([^"]+)"/gm, ([, header]) => {
    const known = [`${layer}/`, ...LAYERS[layer]].some((allowed) => header.startsWith(allowed));
    return known ? '' : `${layer} must not know ${header}`;
  });
  const libraries = matches(text, /^#include <([^>]+)>/gm, ([, header]) => {
    const closed = LIBRARIES.some((rule) => rule.header.test(header) && !rule.only.test(path));
    return closed ? `<${header}> is not for ${layer}` : '';
  });
  return [...own, ...libraries].filter(({ message }) => message);
}

const IMPORTS = [
  { of: /^web\//, allowed: /^(\.\/[\w.]+|chatql-module|chatql-wasm)$/ },
  { of: /^sw\//, allowed: /^(\.\/[\w.]+|workbox-[a-z]+|\.\.\/web\/(credential|database)\.js)$/ },
  { of: /^backend\/resolvers\//, allowed: /^(\.{1,2}\/|@aws-appsync\/utils)/ },
];

export function checkImports({ path, text }) {
  const rule = IMPORTS.find(({ of }) => of.test(path));
  if (!rule || !/\.(ts|js)$/.test(path)) return [];
  return matches(text, /^(?:import|export)[^;]*?from '([^']+)'/gm, ([, source]) =>
    rule.allowed.test(source) ? '' : `must not import ${source}`,
  ).filter(({ message }) => message);
}

/** The page and the worker carry bytes; what is asked of the server is the core's business. */
export function checkOperations({ path, text }, operations) {
  if (!/^(web|sw)\/.*\.ts$/.test(path)) return [];
  return operations.flatMap((name) =>
    matches(text, new RegExp(`\\b${name}\\b`, 'g'), () => `knows the operation ${name}`),
  );
}

// --- Calls that are not made ---------------------------------------------------------------

const IN_SRC = /^src\/.*\.(cc|h)$/;
const IN_PURE = /^src\/(base|protocol|core)\/.*\.(cc|h)$/;
const IN_PAGE = /^(web|sw)\/.*\.ts$/;
const IN_TESTS = /^tests\/(?!tools\/)/; // Those of tidy are full of bad examples.
const EVERYWHERE = /^(?!tools\/tidy_rules\.mjs|tests\/tools\/)/;

const BANNED = [
  {
    where: IN_SRC,
    call: /\b(throw|try)\b(?=[^"'`]*$)|\bdynamic_cast\b|\btypeid\b/,
    say: 'exceptions and RTTI are off',
  },
  { where: IN_SRC, call: /\bstd::(cout|cerr|clog)\b/, say: 'there is no console' },
  {
    where: IN_SRC,
    call: /\bstd::sto[a-z]+\(|\b(sscanf|strtok|sprintf|strcpy|strcat|gets)\(/,
    say: 'use what cannot fail unseen',
  },
  { where: IN_SRC, call: /\busing namespace std\b/, say: 'say std::' },
  {
    where: /^src\/base\/json\.cc$/,
    call: /\.(at|value)\(|\.get<|\.get_ref</,
    say: 'aborts on unexpected JSON',
  },
  {
    where: IN_PURE,
    call: /\bvirtual\b|\bshared_ptr\b|\bstd::function\b/,
    say: 'the core is plain values',
  },
  {
    where: IN_PURE,
    call: /\b(time|clock|rand|srand|getenv|localtime|gmtime)\(|random_device|_clock::now/,
    say: 'time and chance come in as arguments',
  },
  {
    where: IN_PURE,
    call: /^\s*static (?!const\b|constexpr\b)[\w:<>, ]+ \w+( = .*)?;/,
    say: 'no state outside the client',
  },
  { where: /^src\/ui\//, call: /\bclient\.(handle|submit)\(/, say: 'views ask through UiOutput' },
  {
    where: IN_PAGE,
    call: /\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write/,
    say: 'text never meets the HTML parser',
  },
  { where: IN_PAGE, call: /\beval\(|new Function\(|\bconsole\./, say: 'not in the page' },
  { where: IN_PAGE, call: /\bMath\.random\(/, say: 'use crypto.getRandomValues' },
  {
    where: IN_TESTS,
    call: /waitForTimeout|\bsleep_for\b|\busleep\(/,
    say: 'wait for a condition, not for time',
  },
  {
    where: IN_TESTS,
    call: /\b(test|it|describe|suite)\.(skip|only|fixme|todo)\b|GTEST_SKIP|\bDISABLED_/,
    say: 'every test runs',
  },
  { where: EVERYWHERE, call: /\b(TODO|FIXME|XXX|HACK)\b/, say: 'do it or write it into an issue' },
  { where: EVERYWHERE, call: /(^|[\s"'`=(:])\/(work|root|home)\//, say: 'a path of one machine' },
  {
    where: EVERYWHERE,
    call: /registry\.npmjs|deb\.debian\.org|npm\.pkg\.github/,
    say: 'the host of a registry',
  },
];

export function checkBanned({ path, text }) {
  const rules = BANNED.filter(({ where }) => where.test(path));
  return text.split('\n').flatMap((line, index) => {
    const code = line.replace(/^\s*(\/\/|#(?!include|define)|\*).*$|\s\/\/ .*$/, '');
    const comment = line.slice(code.length);
    return rules
      .filter(({ where, call }) => call.test(where === EVERYWHERE ? code + comment : code))
      .map(({ say }) => ({ line: index + 1, message: `${line.trim().slice(0, 60)}: ${say}` }));
  });
}
