package io.github.xacct.goal;

import io.github.xacct.model.XacctException;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.report.Reporter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What every goal takes, and the one place where exceptions become Maven's. */
abstract class AbstractXacctMojo extends AbstractMojo {

  /** The app's name, from which all other names are derived. Default: the artifactId. */
  @Parameter(property = "xacct.app")
  String app;

  /** The development account's ECR repository: account, region, repository. */
  @Parameter RegistryXml registry;

  /** How the image is made. */
  @Parameter ImageXml image;

  /** Where to deploy; one {@code <environment>} each. */
  @Parameter List<EnvironmentXml> environments;

  /** Which environment, by its name: {@code -Denv=test} or {@code -Dxacct.env=test}. */
  @Parameter(property = "xacct.env", defaultValue = "${env}")
  String env;

  /** Profile of the AWS configuration files that the credentials come from. */
  @Parameter(property = "xacct.profile")
  String profile;

  /** Skips the goal. */
  @Parameter(property = "xacct.skip", defaultValue = "false")
  boolean skip;

  /** Plays against an AWS that is embedded in this process; nothing of the real one is asked. */
  @Parameter(property = "xacct.rehearse", defaultValue = "false")
  boolean rehearse;

  /** How long a minute of AWS's waits takes in a rehearsal, such as 1s or 250ms. */
  @Parameter(property = "xacct.rehearse.minute", defaultValue = "1s")
  String rehearseMinute;

  /**
   * What goes wrong in a rehearsal, comma-separated: crash-loop, hook-fails, alarm, throttling,
   * role-denied, pull-denied.
   */
  @Parameter(property = "xacct.rehearse.fault")
  String rehearseFault;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped by xacct.skip.");
      return;
    }
    if (project.getPackaging().equals("pom")) {
      getLog().info("Skipped: a project of packaging pom has no app to deploy.");
      return;
    }
    try {
      run();
    } catch (XacctException e) {
      throw tell(e);
    }
  }

  /** The goal itself. */
  abstract void run();

  private static MojoFailureException tell(XacctException e) throws MojoExecutionException {
    if (e.fault() == XacctException.Fault.OURS) {
      throw new MojoExecutionException(e.getMessage(), e.getCause());
    }
    return new MojoFailureException(e.getMessage(), e.getCause());
  }

  final Reporter reporter() {
    return new PlainReporter(
        getLog()::info, getLog()::warn, Clock.systemUTC(), ZoneId.systemDefault());
  }
}
