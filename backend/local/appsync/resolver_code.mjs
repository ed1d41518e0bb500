// What can be said of a resolver's code before it runs: whether it is in the language that
// AppSync has, and whether all that it uses exists here. The server starts with good code only.
import { parse } from 'acorn';

// https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
const absentSyntax = {
  AwaitExpression: 'await',
  ClassDeclaration: 'class',
  ClassExpression: 'class',
  ContinueStatement: 'continue',
  DebuggerStatement: 'debugger',
  DoWhileStatement: 'do',
  ForStatement: 'for (;;)',
  ImportExpression: 'import()',
  LabeledStatement: 'a label',
  MetaProperty: 'import.meta',
  NewExpression: 'new',
  Super: 'super',
  TaggedTemplateExpression: 'a tagged template',
  ThisExpression: 'this',
  ThrowStatement: 'throw',
  TryStatement: 'try',
  UpdateExpression: '++ or --',
  WhileStatement: 'while',
  YieldExpression: 'yield',
};
const globals = new Set([
  ...['Array', 'Boolean', 'Infinity', 'JSON', 'Math', 'NaN', 'Number', 'Object', 'String'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite'],
  ...['isNaN', 'parseFloat', 'parseInt', 'undefined'],
]);

/** @returns {string | null} what of the node's own syntax AppSync does not have */
function absentIn(node) {
  if (absentSyntax[node.type]) return absentSyntax[node.type];
  if (node.async || node.await) return 'async';
  if (node.generator) return 'a generator';
  if (node.regex) return 'a regular expression';
  if (node.type === 'BinaryExpression' && node.operator === 'in') return 'in';
  if (node.type === 'UnaryExpression' && node.operator === '~') return '~';
  if (node.type === 'Property' && node.kind !== 'init') return 'a getter or setter';
  return null;
}

/** Every node with the one above it. */
function* walk(node, parent = null) {
  yield [node, parent];
  for (const [key, value] of Object.entries(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (key !== 'parent' && typeof child?.type === 'string') {
        child.parent = node;
        yield* walk(child, node);
      }
}

/** Whether an identifier is a value that is used, and not the name of a member or a property. */
function isUse(node, parent) {
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return !/^(Import|Export)/.test(parent.type);
}

/** The names that a pattern declares. */
function* declaredBy(pattern) {
  if (pattern === null) return;
  if (pattern.type === 'Identifier') yield pattern.name;
  for (const part of pattern.elements ?? pattern.properties ?? [])
    if (part) yield* declaredBy(part.value ?? part.argument ?? part);
  if (pattern.type === 'AssignmentPattern') yield* declaredBy(pattern.left);
  if (pattern.type === 'RestElement') yield* declaredBy(pattern.argument);
}

class Code {
  /** @param {string} name @param {string} source */
  constructor(name, source) {
    this.name = name;
    this.tree = parse(source, { ecmaVersion: 2022, sourceType: 'module' });
    this.nodes = [...walk(this.tree)];
  }

  refuse(what) {
    throw new Error(`The resolver ${this.name} uses ${what}, which this server does not have.`);
  }

  checkSyntax() {
    for (const [node] of this.nodes) {
      const absent = absentIn(node);
      if (absent) this.refuse(absent);
    }
  }

  /** @returns {Map<string, object>} local name to what is imported under it */
  imports(libraries) {
    const imported = new Map();
    for (const statement of this.tree.body) {
      if (statement.source && !statement.type.startsWith('Import')) this.refuse('export from');
      if (statement.type !== 'ImportDeclaration') continue;
      const path = statement.source.value;
      if (!Object.hasOwn(libraries, path)) this.refuse(path);
      for (const { type, imported: member, local } of statement.specifiers) {
        if (type !== 'ImportSpecifier') this.refuse(`${path} as a whole`);
        if (!Object.hasOwn(libraries[path], member.name)) this.refuse(`${member.name} of ${path}`);
        imported.set(local.name, libraries[path][member.name]);
      }
    }
    return imported;
  }

  checkNames(imported) {
    const declared = new Set(globals);
    for (const [node] of this.nodes) {
      if (node.id?.type) for (const name of declaredBy(node.id)) declared.add(name);
      for (const pattern of node.params ?? [])
        for (const name of declaredBy(pattern)) declared.add(name);
    }
    for (const [node, parent] of this.nodes) {
      if (node.type !== 'Identifier' || !isUse(node, parent)) continue;
      if (imported.has(node.name)) this.checkMember(node, imported.get(node.name));
      else if (!declared.has(node.name)) this.refuse(node.name);
    }
  }

  /** What is imported is called, by a name that is written out: so that it can be looked up. */
  checkMember(node, value) {
    let path = node.name;
    let use = node;
    let member = value;
    while (typeof member === 'object') {
      use = use.parent;
      if (use.type !== 'MemberExpression' || use.computed) this.refuse(`${path} as a value`);
      path += `.${use.property.name}`;
      member = Object.hasOwn(member, use.property.name) ? member[use.property.name] : undefined;
    }
    if (typeof member !== 'function') this.refuse(path);
    if (use.parent.callee !== use) this.refuse(`${path} as a value`);
  }

  /** Requests to a table that are written out, without a helper. */
  checkOperations(operations) {
    for (const [{ type, key, value }] of this.nodes) {
      if (type !== 'Property' || key.name !== 'operation' || value.type !== 'Literal') continue;
      if (!operations.includes(value.value)) this.refuse(`the operation ${value.value}`);
    }
  }
}

/**
 * Throws an error that names what is wrong.
 * @param {string} name of the resolver
 * @param {string} source
 * @param {Record<string, object>} libraries import path to what it exports
 * @param {string[]} operations that tables know
 */
export function checkCode(name, source, libraries, operations) {
  const code = new Code(name, source);
  code.checkSyntax();
  code.checkNames(code.imports(libraries));
  code.checkOperations(operations);
}
