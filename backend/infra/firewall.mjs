// AWS WAF before what is open to strangers: addresses of bad name are turned away, and those that
// ask too often. No rules about contents: people may write to each other what looks like SQL.
import { aws_wafv2 as wafv2 } from 'aws-cdk-lib';

const REQUESTS_MAX = 5_000; // From one address in five minutes; many people may share it.

/**
 * @param {import('constructs').Construct} scope
 * @param {string[]} protectedArns
 */
export function addFirewall(scope, protectedArns) {
  const metrics = (metricName) => ({
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: false,
    metricName,
  });
  const firewall = new wafv2.CfnWebACL(scope, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: metrics('ChatQL'),
    rules: [
      {
        name: 'bad-addresses',
        priority: 0,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: 'AWSManagedRulesAmazonIpReputationList',
          },
        },
        visibilityConfig: metrics('ChatQLBadAddresses'),
      },
      {
        name: 'too-often',
        priority: 1,
        action: { block: {} },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: REQUESTS_MAX } },
        visibilityConfig: metrics('ChatQLTooOften'),
      },
    ],
  });
  for (const [i, resourceArn] of protectedArns.entries())
    new wafv2.CfnWebACLAssociation(scope, `FirewallBefore${i}`, {
      resourceArn,
      webAclArn: firewall.attrArn,
    });
}
