// A self-signed certificate for --tls: phones on the local network need a secure context.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './usage_error.mjs';

const renewMs = 7 * 24 * 60 * 60_000; // Before its end.

/** False also when the file is damaged. */
function isGood(file) {
  try {
    return Date.parse(new X509Certificate(readFileSync(file)).validTo) > Date.now() + renewMs;
  } catch {
    return false;
  }
}

/** Kept in the data folder; made for all names that this machine has at that time. */
export function loadCertificate(dataFolder) {
  const keyFile = join(dataFolder, 'tls-key.pem');
  const certificateFile = join(dataFolder, 'tls-certificate.pem');
  if (!isGood(certificateFile)) makeCertificate(keyFile, certificateFile);
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certificateFile, 'utf8') };
}

function makeCertificate(keyFile, certificateFile) {
  const addresses = Object.values(networkInterfaces()).flat();
  const names = ['DNS:localhost', ...addresses.map(({ address }) => `IP:${address.split('%')[0]}`)];
  const options = [
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ['-days', '365', '-subj', '/CN=ChatQL on this machine'],
    ['-addext', `subjectAltName=${names.join()}`],
    ['-keyout', keyFile, '-out', certificateFile],
  ];
  try {
    execFileSync('openssl', options.flat(), { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new UsageError(`openssl could not make a certificate for --tls: ${error.message}`);
  }
}
