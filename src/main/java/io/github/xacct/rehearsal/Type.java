package io.github.xacct.rehearsal;

/** What CloudFormation calls the things that the rehearsed APIs tell of. */
final class Type {
  static final String CLUSTER = "AWS::ECS::Cluster";
  static final String SERVICE = "AWS::ECS::Service";
  static final String LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
  static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";
  static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
  static final String LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule";
  static final String APPLICATION = "AWS::CodeDeploy::Application";
  static final String DEPLOYMENT_GROUP = "AWS::CodeDeploy::DeploymentGroup";
  static final String DEPLOYMENT_CONFIG = "AWS::CodeDeploy::DeploymentConfig";
  static final String LOG_GROUP = "AWS::Logs::LogGroup";
  static final String ALARM = "AWS::CloudWatch::Alarm";
  static final String COMPOSITE_ALARM = "AWS::CloudWatch::CompositeAlarm";
  static final String FUNCTION = "AWS::Lambda::Function";
  static final String PERMISSION = "AWS::Lambda::Permission";
  static final String TOPIC = "AWS::SNS::Topic";
  static final String SECRET = "AWS::SecretsManager::Secret";
  static final String PARAMETER = "AWS::SSM::Parameter";
  static final String REPOSITORY = "AWS::ECR::Repository";
  static final String ROLE = "AWS::IAM::Role";

  private Type() {}
}
