// The site: a private bucket behind CloudFront, with the same headers as the local server.
import {
  Duration,
  RemovalPolicy,
  aws_certificatemanager as acm,
  aws_cloudfront as cloudfront,
  aws_cloudfront_origins as origins,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { contentSecurityPolicy } from '../content_security_policy.mjs';

/**
 * @param {import('aws-cdk-lib').Stack} scope
 * @param {{ domain?: string, certificate?: string }} options a name of one's own, and the ARN of
 *   its certificate, which CloudFront wants in us-east-1
 */
export function makeSite(scope, { domain, certificate }) {
  const bucket = new s3.Bucket(scope, 'Site', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const connections = [
    `https://cognito-idp.${scope.region}.amazonaws.com`,
    `https://*.appsync-api.${scope.region}.amazonaws.com`,
    `wss://*.appsync-realtime-api.${scope.region}.amazonaws.com`,
  ];
  const headers = new cloudfront.ResponseHeadersPolicy(scope, 'SiteHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(connections),
        override: true,
      },
      contentTypeOptions: { override: true },
      referrerPolicy: {
        referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
        override: true,
      },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
  });
  const distribution = new cloudfront.Distribution(scope, 'Cdn', {
    defaultRootObject: 'index.html',
    ...(domain && {
      domainNames: [domain],
      certificate: acm.Certificate.fromCertificateArn(scope, 'Certificate', certificate),
    }),
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: headers,
      compress: true,
    },
  });
  return { bucket, distribution };
}
