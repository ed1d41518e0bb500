// The events of analytics as compressed files of JSON lines, for whoever asks more of them than
// the counters per day: from the table's stream through an EventBridge pipe and Data Firehose
// into a bucket. (Amazon Pinpoint, where v1 sent them, has ended.)
import {
  RemovalPolicy,
  aws_iam as iam,
  aws_kinesisfirehose as firehose,
  aws_pipes as pipes,
  aws_s3 as s3,
} from 'aws-cdk-lib';

/**
 * @param {import('constructs').Construct} scope
 * @param {import('aws-cdk-lib').aws_dynamodb.Table} events with a stream of new images
 * @returns {s3.Bucket}
 */
export function addRawEvents(scope, events) {
  const bucket = new s3.Bucket(scope, 'RawEvents', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const writer = roleOf(scope, 'RawEventsWriter', 'firehose.amazonaws.com');
  bucket.grantReadWrite(writer);
  const delivery = new firehose.CfnDeliveryStream(scope, 'RawEventsDelivery', {
    deliveryStreamType: 'DirectPut',
    extendedS3DestinationConfiguration: {
      bucketArn: bucket.bucketArn,
      roleArn: writer.roleArn,
      prefix: 'events/!{timestamp:yyyy/MM/dd}/',
      errorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      bufferingHints: { intervalInSeconds: 300, sizeInMBs: 5 },
      compressionFormat: 'GZIP',
      processingConfiguration: {
        enabled: true,
        processors: [{ type: 'AppendDelimiterToRecord' }], // A line each.
      },
    },
  });
  delivery.node.addDependency(writer);

  const carrier = roleOf(scope, 'RawEventsCarrier', 'pipes.amazonaws.com');
  events.grantStreamRead(carrier);
  carrier.addToPolicy(
    new iam.PolicyStatement({
      actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
      resources: [delivery.attrArn],
    }),
  );
  const pipe = new pipes.CfnPipe(scope, 'RawEventsPipe', {
    roleArn: carrier.roleArn,
    source: events.tableStreamArn,
    sourceParameters: {
      dynamoDbStreamParameters: { startingPosition: 'TRIM_HORIZON', batchSize: 100 },
      // Not those that the table forgets after a month.
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    },
    target: delivery.attrArn,
    targetParameters: { inputTemplate: '<$.dynamodb.NewImage>' },
  });
  pipe.node.addDependency(carrier);
  return bucket;
}

function roleOf(scope, id, service) {
  return new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal(service) });
}
