// `./dev deploy`: the stack by AWS's CDK, then the built site and its config.json into the stack's
// bucket. What is deployed was synthesized here, into build/deploy; see docs/DEPLOY.md. For tests
// --site and --out name other folders.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configOf } from './deploy_config.mjs';
import { DeployError } from './deploy_error.mjs';
import { siteObjects, upload } from './deploy_site.mjs';
import { root } from './sources.mjs';

const USAGE = `Usage: ./dev deploy [--dry-run | --destroy] [--stack NAME] [--region R] [--profile P]
  [--waf] [--firehose] [--domain NAME --certificate ARN]
See docs/DEPLOY.md.`;

function readOptions(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const options = {
    stack: { ...text, default: 'ChatQL' },
    region: text,
    profile: text,
    domain: text,
    certificate: text,
    site: { ...text, default: join(root, 'build/site') },
    out: { ...text, default: join(root, 'build/deploy') },
    waf: flag,
    firehose: flag,
    'dry-run': flag,
    destroy: flag,
  };
  const { values } = parseArgs({ args, options });
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(values.stack))
    throw new DeployError('--stack: letters, digits and hyphens, a letter first.');
  if (Boolean(values.domain) !== Boolean(values.certificate))
    throw new DeployError('--domain and --certificate need each other.');
  if (values.certificate && !/^arn:aws[\w-]*:acm:us-east-1:/.test(values.certificate))
    throw new DeployError(
      '--certificate: CloudFront wants one of us-east-1 (arn:aws:acm:us-east-1:...).',
    );
  if (values.destroy && values['dry-run'])
    throw new DeployError('--destroy and --dry-run exclude each other.');
  return values;
}

/** The cloud assembly in `folder`. @returns {object} the template */
async function synthesize(folder, { stack: name, waf, firehose, domain, certificate }) {
  // Large, and not needed to say what is missing.
  const { App } = await import('aws-cdk-lib');
  const { ChatQLStack } = await import('../backend/infra/stack.mjs');
  await rm(folder, { recursive: true, force: true });
  const app = new App({ outdir: folder, analyticsReporting: false });
  new ChatQLStack(app, { name, waf, firehose, domain, certificate });
  return app.synth().getStackByName(name).template;
}

/** Runs the CDK CLI on the assembly; its words go to the terminal. */
async function cdk(command, { assembly, quiet = false }) {
  const parameters = [...command, '--app', assembly, '--no-notices', '--no-version-reporting'];
  const child = spawn(join(root, 'node_modules/.bin/cdk'), parameters, {
    cwd: root,
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1' },
  });
  const [status] = await once(child, 'exit');
  if (status !== 0)
    throw new DeployError(`The CDK could not ${command[0]}; what it said is above.`);
}

/** The region and who we are there, or a sentence about what is missing. */
async function connect({ region, profile }) {
  if (profile) process.env.AWS_PROFILE = profile;
  if (region) process.env.AWS_REGION = region;
  const { S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client();
  const chosen = await client.config.region().catch(() => {
    throw new DeployError('Which region? Give --region, or set AWS_REGION.');
  });
  await client.config.credentials().catch(() => {
    throw new DeployError(
      'There are no AWS credentials here. Sign in with the AWS CLI (`aws configure`, ' +
        '`aws sso login`), give --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  });
  process.env.AWS_REGION = chosen; // For the CDK's process, too.
  return client;
}

function describe(template, objects, { stack }) {
  const counts = new Map();
  for (const { Type } of Object.values(template.Resources))
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  console.log(`Stack ${stack}: ${Object.keys(template.Resources).length} resources`);
  for (const [type, count] of [...counts].sort())
    console.log(`  ${String(count).padStart(3)}  ${type}`);
  console.log(`Site: ${objects.length} files`);
  for (const { key, bytes, encoding, type, caching } of objects)
    console.log(
      `  ${key}  ${bytes.length} B${encoding ? ` ${encoding}` : ''}  ${type}  ${caching}`,
    );
}

async function readOutputs(file, { stack }) {
  const outputs = JSON.parse(await readFile(file, 'utf8'))[stack];
  if (!outputs) throw new DeployError(`The deployment of ${stack} told no outputs.`);
  return outputs;
}

async function deploy(options) {
  const assembly = join(options.out, 'assembly');
  const client = options['dry-run'] ? null : await connect(options);
  const objects = await siteObjects(options.site);
  const template = await synthesize(assembly, options);
  describe(template, objects, options);
  if (!client) {
    await cdk(['list'], { assembly, quiet: true });
    console.log('Nothing was deployed: --dry-run.');
    return;
  }
  await cdk(['bootstrap'], { assembly });
  const outputsFile = join(options.out, 'outputs.json');
  await cdk(
    ['deploy', options.stack, '--require-approval', 'never', '--outputs-file', outputsFile],
    {
      assembly,
    },
  );
  const outputs = await readOutputs(outputsFile, options);
  const config = configOf(outputs);
  const configFile = join(options.out, 'config.json');
  await mkdir(options.out, { recursive: true });
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`);
  await upload(client, outputs.SiteBucket, objects, config);
  console.log(`ChatQL runs at ${outputs.SiteAddress}; its config.json is also in ${configFile}`);
}

async function destroy(options) {
  const assembly = join(options.out, 'assembly');
  await connect(options);
  await synthesize(assembly, options);
  await cdk(['destroy', options.stack, '--force'], { assembly });
  console.log(
    'Its tables, its accounts and its buckets stay until you delete them: docs/DEPLOY.md.',
  );
}

try {
  const options = readOptions(process.argv.slice(2));
  await (options.destroy ? destroy(options) : deploy(options));
} catch (error) {
  const usage = error.code?.startsWith('ERR_PARSE_ARGS');
  if (!usage && !(error instanceof DeployError)) throw error;
  console.error(usage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = usage ? 2 : 1;
}
