// Writes backend/ChatQL.template.json. With --check it writes nothing and fails when the file
// is not what the code says, so that nobody runs locally what would not be deployed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { format, resolveConfig } from 'prettier';
import { ChatQLStack } from './stack.mjs';

const file = join(import.meta.dirname, '../ChatQL.template.json');

const app = new App({ analyticsReporting: false });
new ChatQLStack(app);
const { template } = app.synth().getStackByName('ChatQL');
const style = { ...(await resolveConfig(file)), filepath: file };
const text = await format(JSON.stringify(template, null, 2), style);

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('backend/ChatQL.template.json is out of date: run node backend/infra/synth.mjs');
  process.exitCode = 1;
}
