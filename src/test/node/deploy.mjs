// A CODE_DEPLOY deployment by AWS's own SDK for JavaScript:
// node deploy.mjs TASKDEF.json APPLICATION GROUP CONTAINER PORT
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { ECSClient, RegisterTaskDefinitionCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs';
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  BatchGetDeploymentTargetsCommand,
  ListDeploymentTargetsCommand,
  waitUntilDeploymentSuccessful,
} from '@aws-sdk/client-codedeploy';

const [file, applicationName, deploymentGroupName, container, port] = process.argv.slice(2);
const ecs = new ECSClient();
const codedeploy = new CodeDeployClient();

const { taskDefinition } = await ecs.send(
  new RegisterTaskDefinitionCommand(JSON.parse(readFileSync(file, 'utf8'))),
);
const { deploymentGroupInfo } = await codedeploy.send(
  new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
);
const content = JSON.stringify({
  version: 0.0,
  Resources: [
    {
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: taskDefinition.taskDefinitionArn,
          LoadBalancerInfo: { ContainerName: container, ContainerPort: Number(port) },
        },
      },
    },
  ],
});
const { deploymentId } = await codedeploy.send(
  new CreateDeploymentCommand({
    applicationName,
    deploymentGroupName,
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
    },
  }),
);
await waitUntilDeploymentSuccessful(
  { client: codedeploy, maxWaitTime: 120, minDelay: 1, maxDelay: 1 },
  { deploymentId },
);
const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
const { targetIds } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
const { deploymentTargets } = await codedeploy.send(
  new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
);
const { serviceName, clusterName } = deploymentGroupInfo.ecsServices[0];
const { services } = await ecs.send(
  new DescribeServicesCommand({ cluster: clusterName, services: [serviceName] }),
);
console.log(
  JSON.stringify({
    status: deploymentInfo.status,
    created: deploymentInfo.createTime instanceof Date,
    events: deploymentTargets[0].ecsTarget.lifecycleEvents.map((e) => e.status),
    taskDefinition: services[0].taskSets[0].taskDefinition === taskDefinition.taskDefinitionArn,
  }),
);
