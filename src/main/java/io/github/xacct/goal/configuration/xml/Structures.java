package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;
import java.util.List;

/** The elements of the {@code <configuration>} that have elements of their own. */
public class Structures {
  /** The development account's ECR, where images are pushed. */
  public RegistryXml registry;

  /** How the app's image is built. */
  public ImageXml image;

  /** Environments to deploy to. */
  @Holds(item = "environment")
  public List<EnvironmentXml> environments;

  /** The pipeline from a commit to the last environment. */
  public PipelineXml pipeline;

  /** Parameters of the templates that {@code bootstrap} deploys to the development account. */
  @Holds(item = "PARAMETER")
  public LinkedHashMap<String, String> stackParameters;

  /**
   * Tags of every stack that {@code bootstrap} deploys, which CloudFormation hands on to its
   * resources: {@code <cost-center>1234</cost-center>}.
   */
  @Holds(item = "TAG")
  public LinkedHashMap<String, String> stackTags;
}
