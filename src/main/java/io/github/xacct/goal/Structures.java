package io.github.xacct.goal;

import java.util.LinkedHashMap;
import java.util.List;

/** The elements of the {@code <configuration>} that have elements of their own. */
public class Structures {
  /** The development account's ECR, where images are pushed. */
  RegistryXml registry;

  /** How the app becomes an image. */
  ImageXml image;

  /** Where the app is deployed. */
  @Holds(item = "environment")
  List<EnvironmentXml> environments;

  /** The way from a commit to the last environment. */
  PipelineXml pipeline;

  /** Parameters of the templates that {@code bootstrap} deploys to the development account. */
  @Holds(item = "PARAMETER")
  LinkedHashMap<String, String> stackParameters;

  /**
   * Tags of every stack that {@code bootstrap} deploys, which CloudFormation hands on to its
   * resources: {@code <cost-center>1234</cost-center>}.
   */
  @Holds(item = "TAG")
  LinkedHashMap<String, String> stackTags;
}
