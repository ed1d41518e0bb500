// What the CDK CLI runs, by ../cdk.json.
import { App } from 'aws-cdk-lib';
import { ChatQLStack } from './stack.mjs';

const app = new App();
new ChatQLStack(app);
app.synth();
