const cdk = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const ecs = require('aws-cdk-lib/aws-ecs');
const elb = require('aws-cdk-lib/aws-elasticloadbalancingv2');
const cd = require('aws-cdk-lib/aws-codedeploy');
const logs = require('aws-cdk-lib/aws-logs');
const ssm = require('aws-cdk-lib/aws-ssm');
const ecr = require('aws-cdk-lib/aws-ecr');
const app = new cdk.App({ analyticsReporting: false });
const env = { account: '222222222222', region: 'eu-central-1' };

class Service extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const image = new cdk.CfnParameter(this, 'Image', { type: 'String' });
    const vpc = new ec2.Vpc(this, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'], natGateways: 1 });
    const cluster = new ecs.Cluster(this, 'Cluster', { clusterName: 'cdk', vpc });
    const task = new ecs.FargateTaskDefinition(this, 'Task', { family: 'cdk-demo', cpu: 256, memoryLimitMiB: 512 });
    task.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry(image.valueAsString),
      portMappings: [{ containerPort: 8080 }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web', logGroup: new logs.LogGroup(this, 'Log', { logGroupName: '/cdk/demo', retention: 7, removalPolicy: cdk.RemovalPolicy.DESTROY }) }),
    });
    task.obtainExecutionRole().addManagedPolicy({ managedPolicyArn: `arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy` });
    const service = new ecs.FargateService(this, 'Service', {
      serviceName: 'cdk-demo', cluster, taskDefinition: task, desiredCount: 1,
      deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
    });
    const balancer = new elb.ApplicationLoadBalancer(this, 'Balancer', { loadBalancerName: 'cdk-demo', vpc, internetFacing: true });
    const group = (n) => new elb.ApplicationTargetGroup(this, 'Group' + n, { targetGroupName: 'cdk-demo-' + n, vpc, port: 8080, protocol: elb.ApplicationProtocol.HTTP, targetType: elb.TargetType.IP, healthCheck: { path: '/' } });
    const blue = group(1), green = group(2);
    const listener = balancer.addListener('Production', { port: 80, protocol: elb.ApplicationProtocol.HTTP, defaultTargetGroups: [blue] });
    service.attachToApplicationTargetGroup(blue);
    new cd.EcsDeploymentGroup(this, 'DeploymentGroup', {
      application: new cd.EcsApplication(this, 'Application', { applicationName: 'cdk-demo' }),
      deploymentGroupName: 'cdk-demo', service, deploymentConfig: cd.EcsDeploymentConfig.ALL_AT_ONCE,
      blueGreenDeploymentConfig: { blueTargetGroup: blue, greenTargetGroup: green, listener },
    });
    new ssm.StringParameter(this, 'Url', { parameterName: '/cdk/demo/listener', stringValue: listener.listenerArn });
    new cdk.CfnOutput(this, 'Listener', { value: listener.listenerArn, exportName: 'cdk-demo:Listener' });
  }
}
new Service(app, 'cdk-demo', { env });
