// dynalite reads each expression anew, which costs more than what it then does. The resolvers say
// the same few again and again: what was read is remembered, with the names and values it used.
import { createRequire } from 'node:module';
import { remembered } from '../remembered.mjs';

const require = createRequire(import.meta.url);
const most = 1000;

const flags = (values) => Object.fromEntries(Object.keys(values ?? {}).map((key) => [key, true]));

function readOnce(parser) {
  const parse = parser.parse.bind(parser);
  const read = remembered(most, (_key, text, context) => {
    const unusedAttrNames = flags(context.attrNames);
    const unusedAttrVals = flags(context.attrVals);
    const result = parse(text, { context: { ...context, unusedAttrNames, unusedAttrVals } });
    const used = (all, unused) => Object.keys(all ?? {}).filter((key) => !(key in unused));
    return {
      result: structuredClone(result),
      names: used(context.attrNames, unusedAttrNames),
      values: used(context.attrVals, unusedAttrVals),
    };
  });
  parser.parse = (text, { context }) => {
    const { attrNames, attrVals, isKeyCondition } = context;
    const key = JSON.stringify([text, attrNames, attrVals, isKeyCondition]);
    const { result, names, values } = read(key, text, context);
    for (const name of names) delete context.unusedAttrNames[name];
    for (const value of values) delete context.unusedAttrVals[value];
    return structuredClone(result); // dynalite writes into it.
  };
}

let done = false;

/** Changes dynalite in this process, once. */
export function rememberExpressions() {
  if (done) return;
  done = true;
  for (const name of ['conditionParser', 'projectionParser', 'updateParser'])
    readOnce(require(`dynalite/db/${name}`));
}
