package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;
import java.util.List;

/** {@code <image>}: how the app's image is built. Every element has a default. */
public class ImageXml {
  /**
   * Base image. Default: {@code public.ecr.aws/docker/library/eclipse-temurin:<N>-jre}, where N is
   * the project's Java release rounded up to 8, 11, 17, 21 or 25.
   */
  @Holds(ValueKind.IMAGE)
  public String baseImage;

  /**
   * Where base images of public.ecr.aws are pulled from instead, HOST or HOST/PREFIX: a mirror, or
   * the namespace of an ECR pull-through cache such as {@code
   * 111111111111.dkr.ecr.eu-central-1.amazonaws.com/ecr-public}. Default: public.ecr.aws itself.
   */
  public String publicMirror;

  /**
   * Build output that becomes the image: {@code classes}, {@code jar}, {@code spring-boot} or
   * {@code war}. Default: depends on the build, docs/image.md.
   */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"classes", "jar", "spring-boot", "war"})
  public String layout;

  /**
   * Folder of the base image to which the content of a war is copied, such as {@code
   * /usr/local/tomcat/webapps/ROOT}. Default: that of the base image, if it is tomcat, tomee or
   * jetty.
   */
  public String appRoot;

  /**
   * Class to start. Default: the class configured in the plugins that package the app, else the
   * only class of the project that has a main method.
   */
  public String mainClass;

  /** Flags of the JVM, {@code <jvmFlags><flag>-Xss512k</flag></jvmFlags>}. Default: none. */
  @Holds(item = "flag")
  public List<String> jvmFlags;

  /**
   * Arguments of the app, {@code <arguments><argument>serve</argument></arguments>}. Default: none.
   */
  @Holds(item = "argument")
  public List<String> arguments;

  /** Exposed ports. Default: the tasks' container ports. */
  @Holds(value = ValueKind.NUMBER, item = "port")
  public List<String> ports;

  /**
   * User of the process, {@code uid:gid} or a user name of the base image. Default: 10001:10001,
   * for a war the base image's user.
   */
  public String user;

  /** Environment variables of the image, {@code <environment><TZ>UTC</TZ></environment>}. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> environment;

  /**
   * Labels. Default: {@code org.opencontainers.image.version}, {@code .revision} (the commit),
   * {@code .source} (the scm's URL) and {@code .created} (project.build.outputTimestamp), each if
   * known; a configured label takes precedence.
   */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> labels;

  /**
   * Folders whose content is copied to the root of the image, {@code
   * <extraDirectories><directory>src/main/image</directory></extraDirectories>}; relative to the
   * project. Default: none.
   */
  @Holds(value = ValueKind.FILE, item = "directory")
  public List<String> extraDirectories;

  /**
   * Tags to push, {@code <tags><tag>1.4</tag></tags>}. Default: the commit id, from
   * CODEBUILD_RESOLVED_SOURCE_VERSION or git, else the version.
   */
  @Holds(item = "tag")
  public List<String> tags;

  /**
   * {@code linux/amd64}, {@code linux/arm64}, or both, comma-separated: the tag then names an index
   * with one image for each. Default: the architecture of the environment's task; without an
   * environment the one that all environments share.
   */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"linux/amd64", "linux/arm64", "linux/amd64,linux/arm64"})
  public String platform;
}
