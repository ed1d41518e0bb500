// What the CDK CLI runs: cdk deploy --app "node backend/infra/app.mjs".
import { App } from 'aws-cdk-lib';
import { ChatQLStack } from './stack.mjs';

const app = new App();
new ChatQLStack(app);
app.synth();
