package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;
import java.util.List;

/** The elements of the {@code <configuration>} that have child elements. */
public class Structures {
  /** The ECR repository in the development account to which images are pushed. */
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
   * Tags of every stack that {@code bootstrap} deploys, which CloudFormation propagates to its
   * resources: {@code <cost-center>1234</cost-center>}.
   */
  @Holds(item = "TAG")
  public LinkedHashMap<String, String> stackTags;
}
