// The built site as objects of a bucket, with the headers that CloudFront passes on. What the
// build compressed goes up compressed, and nothing else: every browser that can run the app takes
// Brotli over https.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cacheControl, contentType, isImmutable } from '../backend/site_files.mjs';
import { DeployError } from './deploy_error.mjs';

/**
 * Those that never change first, then the rest, the page and at last its service worker: whoever
 * gets one of them finds what it names.
 * @param {string} folder
 */
export async function siteObjects(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  for (const path of ['index.html', 'sw.js'])
    if (!paths.includes(path))
      throw new DeployError(`${folder} is not the built site: no ${path}.`);
  const compressed = new Set(paths.filter((path) => path.endsWith('.br')));
  const objects = paths
    .filter((path) => !compressed.has(path) && path !== 'config.json')
    .map(async (key) => {
      const encoding = compressed.has(`${key}.br`) ? 'br' : undefined;
      const type = contentType(key);
      if (!type) throw new DeployError(`Nobody knows the media type of ${key}.`);
      const bytes = await readFile(join(folder, encoding ? `${key}.br` : key));
      return { key, bytes, encoding, type, caching: cacheControl(key) };
    });
  return (await Promise.all(objects)).sort(
    (a, b) => turn(a.key) - turn(b.key) || (a.key < b.key ? -1 : 1),
  );
}

function turn(key) {
  if (isImmutable(key)) return 0;
  return key === 'sw.js' ? 3 : key === 'index.html' ? 2 : 1;
}

/**
 * @param {import('@aws-sdk/client-s3').S3Client} client
 * @param {string} bucket
 * @param {Awaited<ReturnType<typeof siteObjects>>} objects
 * @param {object} config of the site
 */
export async function upload(client, bucket, objects, config) {
  const configured = {
    key: 'config.json',
    bytes: Buffer.from(`${JSON.stringify(config, null, 2)}\n`),
    type: contentType('config.json'),
    caching: cacheControl('config.json'),
  };
  const first = objects.findIndex(({ key }) => turn(key) > 0);
  for (const object of objects.toSpliced(first, 0, configured)) {
    await client.send(putting(bucket, object)).catch((error) => {
      throw new DeployError(`${object.key} could not be uploaded: ${error.name}: ${error.message}`);
    });
  }
}

function putting(bucket, { key, bytes, encoding, type, caching }) {
  return new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ContentType: type,
    ContentEncoding: encoding,
    CacheControl: caching,
  });
}
