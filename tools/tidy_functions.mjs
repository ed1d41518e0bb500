// Finds functions in C++ and JavaScript by their braces, for the rule that limits their length.

// What can hide a brace: comments, strings, characters, regular expressions.
const CXX_TOKENS =
  /\/\/[^\n]*|\/\*[^]*?\*\/|R"([^(\s]*)\([^]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![\w])'(?:\\.|[^'\\\n])+'/g;
const SCRIPT_TOKENS =
  /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=[=(,:;!&|?{}[\n]\s*|return )\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/g;

const CONTROL = /\b(if|for|while|switch|catch|else|do|namespace|class|struct|enum|union)\b[^;{}]*$/;
// `) {`, `) const {`, `) -> Type {`, `): Type {`, `=> {`
const FUNCTION =
  /(\)\s*(const\s*|noexcept\s*|override\s*|mutable\s*)*(->[^;{}]*|:[^;{}]*)?|=>)\s*$/;
const SUITE = /\bdescribe(\.\w+)?\([^;{}]*$/;

/** The text with everything that only looks like code blanked; lines stay where they are. */
export function blankOut(text, isCxx) {
  return text.replace(isCxx ? CXX_TOKENS : SCRIPT_TOKENS, (token) => token.replace(/[^\n]/g, ' '));
}

/** [{line, lines}] of every function, nested ones too; a `describe` is no function. */
export function findFunctions(text, isCxx) {
  const code = blankOut(text, isCxx);
  const functions = [];
  const open = [];
  let line = 1;
  let statement = 0; // Where the text that leads to the next brace begins.
  for (let at = 0; at < code.length; ++at) {
    const character = code[at];
    if (character === '\n') ++line;
    if (character === ';') statement = at + 1;
    if (character === '{') {
      const head = code.slice(statement, at);
      const isFunction = FUNCTION.test(head) && !CONTROL.test(head) && !SUITE.test(head);
      open.push({ isFunction, line: line - countLines(head.trimStart()) });
      statement = at + 1;
    }
    if (character === '}') {
      const block = open.pop();
      if (block?.isFunction) functions.push({ line: block.line, lines: line - block.line + 1 });
      statement = at + 1;
    }
  }
  return functions;
}

function countLines(text) {
  return text.split('\n').length - 1;
}
