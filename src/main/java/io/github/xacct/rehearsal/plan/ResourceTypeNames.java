package io.github.xacct.rehearsal.plan;

/** The CloudFormation resource types that the rehearsed APIs report. */
public final class ResourceTypeNames {
  public static final String CLUSTER = "AWS::ECS::Cluster";
  public static final String SERVICE = "AWS::ECS::Service";
  public static final String LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
  public static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";
  public static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
  public static final String LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule";
  public static final String LISTENER_CERTIFICATE =
      "AWS::ElasticLoadBalancingV2::ListenerCertificate";
  public static final String CERTIFICATE = "AWS::CertificateManager::Certificate";
  public static final String APPLICATION = "AWS::CodeDeploy::Application";
  public static final String DEPLOYMENT_GROUP = "AWS::CodeDeploy::DeploymentGroup";
  public static final String DEPLOYMENT_CONFIG = "AWS::CodeDeploy::DeploymentConfig";
  public static final String LOG_GROUP = "AWS::Logs::LogGroup";
  public static final String ALARM = "AWS::CloudWatch::Alarm";
  public static final String COMPOSITE_ALARM = "AWS::CloudWatch::CompositeAlarm";
  public static final String FUNCTION = "AWS::Lambda::Function";
  public static final String PERMISSION = "AWS::Lambda::Permission";
  public static final String TOPIC = "AWS::SNS::Topic";
  public static final String SECRET = "AWS::SecretsManager::Secret";
  public static final String PARAMETER = "AWS::SSM::Parameter";
  public static final String REPOSITORY = "AWS::ECR::Repository";
  public static final String ROLE = "AWS::IAM::Role";

  private ResourceTypeNames() {}
}
