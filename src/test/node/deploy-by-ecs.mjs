// A deployment that ECS makes itself, with a pause, by AWS's own SDK for JavaScript:
// node deploy-by-ecs.mjs TASKDEF.json CLUSTER SERVICE
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  ListServiceDeploymentsCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ContinueServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';

const [file, cluster, service] = process.argv.slice(2);
const ecs = new ECSClient();
const { taskDefinition } = await ecs.send(
  new RegisterTaskDefinitionCommand(JSON.parse(readFileSync(file, 'utf8'))),
);
await ecs.send(
  new UpdateServiceCommand({ cluster, service, taskDefinition: taskDefinition.taskDefinitionArn }),
);
const { serviceDeployments } = await ecs.send(
  new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }),
);
const { serviceDeploymentArn, targetServiceRevisionArn } = serviceDeployments[0];
const stages = new Set();
const continued = new Set();
let deployment;
do {
  await setTimeout(50);
  ({
    serviceDeployments: [deployment],
  } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [serviceDeploymentArn] }),
  ));
  if (deployment.lifecycleStage) {
    stages.add(deployment.lifecycleStage);
  }
  for (const { hookId, targetType, status } of deployment.lifecycleHookDetails ?? []) {
    if (targetType === 'PAUSE' && status === 'AWAITING_ACTION' && !continued.has(hookId)) {
      continued.add(hookId);
      await ecs.send(
        new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: 'CONTINUE' }),
      );
    }
  }
} while (deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS');
const {
  serviceRevisions: [revision],
} = await ecs.send(
  new DescribeServiceRevisionsCommand({ serviceRevisionArns: [targetServiceRevisionArn] }),
);
console.log(
  JSON.stringify({
    status: deployment.status,
    finished: deployment.finishedAt instanceof Date,
    weight: deployment.targetServiceRevision.requestedProductionTrafficWeight,
    continued: continued.size,
    stages: [...stages],
    taskDefinition: revision.taskDefinition === taskDefinition.taskDefinitionArn,
    digest: revision.containerImages[0].imageDigest,
  }),
);
