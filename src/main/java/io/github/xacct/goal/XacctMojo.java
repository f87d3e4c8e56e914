package io.github.xacct.goal;

import io.github.xacct.goal.configuration.WrittenParameters;
import io.github.xacct.goal.configuration.xml.VenueParameters;
import io.github.xacct.goal.project.MavenBuild;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * The base of all goals: common parameters, skipping, and the one place that catches exceptions.
 */
abstract class XacctMojo extends AbstractMojo {

  /**
   * Name of the app, from which every other name is derived. Default: the artifactId in lowercase.
   */
  @Parameter(property = "xacct.app")
  private String app;

  /**
   * The development account's ECR, where images are pushed; its <code>account</code> is required.
   * Its elements: mvn xacct:help -Delement=registry, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration registry;

  /**
   * How the app's image is built; every element has a default. Its elements: mvn xacct:help
   * -Delement=image, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration image;

  /**
   * Where the app is deployed: an <code>environment</code> with a <code>name</code> and an <code>
   * account</code> for each place. Its elements: mvn xacct:help -Delement=environment, or
   * docs/configuration.md.
   */
  @Parameter private PlexusConfiguration environments;

  /**
   * The pipeline from a commit to the last environment. Its elements: mvn xacct:help
   * -Delement=pipeline, or docs/configuration.md.
   */
  @Parameter private PlexusConfiguration pipeline;

  /**
   * Parameters of the template that bootstrap deploys to the development account, by name: <code>
   * &lt;ApprovalEmail&gt;lead@example.com&lt;/ApprovalEmail&gt;</code>. Default: the template's
   * own.
   */
  @Parameter private PlexusConfiguration stackParameters;

  /**
   * Tags of every stack that {@code bootstrap} deploys, which CloudFormation hands on to its
   * resources.
   */
  @Parameter private PlexusConfiguration stackTags;

  /** Name of the environment, -Denv=test or -Dxacct.env=test. */
  @Parameter(property = "xacct.env", defaultValue = "${env}")
  private String env;

  /**
   * Build output that becomes the image; overrides <code>&lt;image&gt;&lt;layout&gt;</code>:
   * classes, jar, spring-boot or war.
   */
  @Parameter(property = "xacct.layout")
  private String imageLayout;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  private MojoExecution execution;

  @SuppressWarnings("deprecation") // javax.inject, its successor, would be one more dependency
  @Component
  private ProjectDependenciesResolver dependenciesResolver;

  @SuppressWarnings("deprecation")
  @Component
  private SettingsDecrypter settingsDecrypter;

  /** Profile of the AWS configuration files that the credentials come from. */
  @Parameter(property = "xacct.profile")
  private String profile;

  /**
   * Name or ARN of the role that is assumed in the target account instead of the environment's,
   * such as one with read permissions for preflight and plan, or one that trusts your own
   * credentials.
   */
  @Parameter(property = "xacct.enterAs")
  private String enterAs;

  /** Skips the goal. */
  @Parameter(property = "xacct.skip", defaultValue = "false")
  private String skip;

  /** Runs against an AWS embedded in this process; AWS itself is not called. */
  @Parameter(property = "xacct.rehearse", defaultValue = "false")
  private String rehearse;

  /** Duration of one minute of AWS's waits in a rehearsal, such as 1s or 250ms. */
  @Parameter(property = "xacct.rehearse.minute", defaultValue = "1s")
  private String minute;

  /**
   * Failures in a rehearsal, comma-separated, such as crash-loop, or wrong set-ups of its accounts,
   * such as listener-other-group.
   */
  @Parameter(property = "xacct.rehearse.fault")
  private String fault;

  /** Declares what the goal requires; its parameters are set. */
  abstract GoalNeeds needs();

  /**
   * Runs the goal, whose requirements are met.
   *
   * @param goal what services need, created from the parameters of all goals
   */
  abstract void run(GoalContext goal);

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    var goal = context();
    try {
      if (skip != null && skip.trim().equals("true")) {
        goal.log().info("Skipped by xacct.skip.");
      } else if (project.getPackaging().equals("pom")) {
        goal.refuseCommandLine();
        goal.log().info("Skipped: a project of packaging pom has no app.");
      } else {
        goal.refuse();
        try (var proxies = goal.build().proxies(goal.log()::debug)) {
          run(goal);
        }
      }
    } catch (RuntimeException e) {
      throw goal.failure().of(e);
    }
  }

  /** Creates the context from the parameters of all goals. */
  @SuppressWarnings("unchecked")
  final GoalContext context() {
    return new GoalContext(
        new MavenBuild(
            project,
            session,
            execution,
            dependenciesResolver,
            settingsDecrypter,
            getPluginContext(),
            variables()),
        new WrittenParameters(
            app,
            env,
            imageLayout,
            Stream.of(registry, image, environments, pipeline, stackParameters, stackTags)
                .filter(Objects::nonNull)
                .toList()),
        new VenueParameters(profile, enterAs, rehearse, minute, fault),
        needs(),
        getLog());
  }

  /** Returns the environment variables of this process. */
  public Map<String, String> variables() {
    return System.getenv();
  }
}
