// What `./dev deploy` would do, as far as can be told without AWS: the stack with its options, the
// objects of the site with their headers, their order, and the words for what is missing.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { App } from 'aws-cdk-lib';
import { ChatQLStack } from '../../backend/infra/stack.mjs';
import { configOf } from '../../tools/deploy_config.mjs';
import { siteObjects, upload } from '../../tools/deploy_site.mjs';
import { root } from '../../tools/sources.mjs';

const outputs = {
  GraphqlEndpoint: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
  Region: 'eu-west-1',
  UserPoolId: 'eu-west-1_Pool',
  UserPoolClientId: 'client',
  SiteBucket: 'bucket',
  SiteDistribution: 'E1',
  SiteAddress: 'https://d1.cloudfront.net',
};
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatql-deploy-'));
  await mkdir(join(folder, 'site/icons'), { recursive: true });
  const files = ['sw.js', 'index.html', 'main-ABCD1234.js', 'main-ABCD1234.js.br'];
  files.push('chatql-ABCD1234.wasm', 'chatql-ABCD1234.wasm.br', 'icons/icon.png', 'config.json');
  for (const file of files) await writeFile(join(folder, 'site', file), `this is ${file}`);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Without credentials, without a region and without a home that may hold them. */
async function deploy(...args) {
  const env = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
  const folders = ['--site', join(folder, 'site'), '--out', join(folder, 'out')];
  const program = [join(root, 'tools/deploy.mjs'), ...folders, ...args];
  const options = { env: { ...env, NODE_NO_WARNINGS: '1' } };
  return promisify(execFile)(process.execPath, program, options).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** What a stack has with every option, by type. */
function everything() {
  const app = new App({ outdir: join(folder, 'options'), analyticsReporting: false });
  new ChatQLStack(app, { waf: true, firehose: true, domain: 'chat.example.com', certificate });
  const { Resources } = app.synth().getStackByName('ChatQL').template;
  return (type) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);
}

test('a dry run tells what would be done, offline, and synthesizes what runs locally', async () => {
  const { code, stdout } = await deploy('--dry-run');
  assert.equal(code, 0);
  assert.match(stdout, / 7 {2}AWS::DynamoDB::Table/);
  assert.match(stdout, /chatql-ABCD1234\.wasm .* br {2}application\/wasm {2}public, .*immutable/);
  assert.match(stdout, /Nothing was deployed/);
  const read = async (path) => JSON.parse(await readFile(path, 'utf8'));
  assert.deepEqual(
    await read(join(folder, 'out/assembly/ChatQL.template.json')),
    await read(join(root, 'backend/ChatQL.template.json')),
  );
});

for (const [what, args, sentence] of [
  ['no region', [], /--region/],
  ['no credentials', ['--region', 'eu-west-1'], /no AWS credentials/],
  ['a domain without a certificate', ['--domain', 'chat.example.com'], /need each other/],
  ['a certificate elsewhere', ['--domain', 'a.b', '--certificate', 'arn:x'], /us-east-1/],
  ['a name that is none', ['--stack', '4 chat'], /letters, digits and hyphens/],
  ['an option that is none', ['--wav'], /Usage: \.\/dev deploy/],
])
  test(`${what} is said in a sentence, before anything is done`, async () => {
    const { code, stdout, stderr } = await deploy(...args);
    assert.ok(code > 0);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.equal(stdout, '');
  });

test('the options bring a firewall, raw events in a private bucket and a name', () => {
  const all = everything();
  const [firewall] = all('AWS::WAFv2::WebACL');
  assert.equal(firewall.Scope, 'REGIONAL');
  const limits = firewall.Rules.filter(({ Statement }) => Statement.RateBasedStatement);
  assert.equal(limits.length, 1);
  const arns = all('AWS::WAFv2::WebACLAssociation').map(({ ResourceArn }) =>
    JSON.stringify(ResourceArn),
  );
  assert.equal(arns.filter((arn) => /"Api/.test(arn)).length, 1);
  assert.equal(arns.filter((arn) => /"UserPool/.test(arn)).length, 1);

  const streamed = all('AWS::DynamoDB::Table').filter((table) => table.StreamSpecification);
  assert.deepEqual(
    streamed.map((table) => table.StreamSpecification.StreamViewType),
    ['NEW_IMAGE'],
  );
  assert.equal(streamed[0].TimeToLiveSpecification.AttributeName, 'expiresAt');
  const [pipe] = all('AWS::Pipes::Pipe');
  assert.deepEqual(JSON.parse(pipe.SourceParameters.FilterCriteria.Filters[0].Pattern), {
    eventName: ['INSERT'],
  });
  assert.equal(all('AWS::KinesisFirehose::DeliveryStream').length, 1);
  for (const bucket of all('AWS::S3::Bucket'))
    assert.equal(bucket.PublicAccessBlockConfiguration.BlockPublicAcls, true);

  const [{ DistributionConfig }] = all('AWS::CloudFront::Distribution');
  assert.deepEqual(DistributionConfig.Aliases, ['chat.example.com']);
  assert.equal(DistributionConfig.ViewerCertificate.AcmCertificateArn, certificate);
});

test('config.json has what the page asks for', async () => {
  const config = configOf(outputs);
  const [, members] = /interface Config \{([^}]*)\}/.exec(
    await readFile(join(root, 'web/config.ts'), 'utf8'),
  );
  assert.deepEqual(Object.keys(config).sort(), members.match(/\w+(?=: string)/g).sort());
  assert.equal(config.graphqlEndpoint, outputs.GraphqlEndpoint);
  assert.equal(config.cognitoEndpoint, 'https://cognito-idp.eu-west-1.amazonaws.com/');
  assert.throws(() => configOf({ ...outputs, UserPoolId: '' }), /no output UserPoolId/);
});

test('a folder that is not the built site is not uploaded', async () => {
  await assert.rejects(siteObjects(join(folder, 'nowhere')), /is not the built site/);
});

test('what never changes goes up first, the page and its service worker last', async () => {
  const puts = [];
  const server = createServer(async (request, response) => {
    for await (const chunk of request) void chunk;
    puts.push({ method: request.method, url: request.url.split('?')[0], headers: request.headers });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  await upload(client, 'bucket', await siteObjects(join(folder, 'site')), configOf(outputs));
  server.close();
  server.closeAllConnections();
  assert.deepEqual(
    puts.map(({ method, url }) => `${method} ${url}`),
    [
      'PUT /bucket/chatql-ABCD1234.wasm',
      'PUT /bucket/main-ABCD1234.js',
      'PUT /bucket/config.json',
      'PUT /bucket/icons/icon.png',
      'PUT /bucket/index.html',
      'PUT /bucket/sw.js',
    ],
  );
  const [wasm, , config, , page] = puts.map(({ headers }) => headers);
  assert.equal(wasm['content-type'], 'application/wasm');
  assert.match(wasm['content-encoding'], /^br\b/);
  assert.match(wasm['cache-control'], /immutable/);
  assert.equal(config['cache-control'], 'no-cache');
  assert.doesNotMatch(page['content-encoding'] ?? '', /br/);
  assert.equal(page['cache-control'], 'no-cache');
});
