package io.github.xacct.goal;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.image.ImageJson;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.Intent;
import io.github.xacct.report.PreflightJson;
import io.github.xacct.report.PreflightPage;
import io.github.xacct.report.PreflightText;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks both accounts before a deployment to an environment: the caller's identity, the registry,
 * the role and its permissions, service, deployment group, load balancer, task definition, hooks,
 * rollback. It reports each problem with its correction, and changes nothing.
 */
@Mojo(name = "preflight", threadSafe = true)
public class PreflightMojo extends XacctMojo {

  /**
   * The form of what is printed: text, or json: one JSON document on standard output and everything
   * else on standard error. Run Maven with -q to leave out its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  String output() {
    return output;
  }

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json; the permission to
   * push is not checked then. Default: that of the last push, if there was one.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  @Override
  void run() {
    refuseOffline("preflight");
    var settings = settings();
    var environment = settings.environment().orElseThrow();
    var intent = intent(settings, environment);
    try (var stage = stage(settings, List.of(environment))) {
      stage.settle(environment);
      var session = RunName.of(facts()).sessionName();
      report(new PreflightRun(settings.app(), intent, session).on(stage));
    }
  }

  private Intent intent(Settings settings, Environment environment) {
    var files = app().files(environment);
    var taskDefinition = app().warnOfSecrets(files.taskDefinition());
    return new Intent(
        settings.registry(),
        environment,
        taskDefinition,
        files.appSpec(taskDefinition),
        pushed(),
        configuration().healthCheckPath(environment),
        settings.checks(environment),
        Element.isWritten(deployedImage),
        settings.release(environment).url());
  }

  private Optional<ImageDescription> pushed() {
    if (Element.isWritten(deployedImage) && deployedImage.trim().startsWith("@")) {
      return ImageOption.described(deployedImage, facts().basedir());
    }
    return Optional.of(outputFolder().resolve(ImageWork.IMAGE_JSON))
        .filter(Files::exists)
        .map(ImageJson::read);
  }

  private void report(PreflightReport report) {
    var text = new PreflightText(report);
    if (goalOutput().json()) {
      goalOutput().print(PreflightJson.of(report));
    }
    text.tree().forEach(getLog()::info);
    text.explained(Outcome.WARN).forEach(getLog()::warn);
    text.explained(Outcome.FAIL).forEach(getLog()::error);
    var folder = outputFolder().resolve(report.environment());
    RevisionFiles.write(folder.resolve("preflight.json"), PreflightJson.of(report), reporter());
    RevisionFiles.write(folder.resolve("preflight.html"), PreflightPage.of(report), reporter());
    getLog().info(text.summary());
    if (!report.passed()) {
      throw XacctException.yours(
              "A deployment to "
                  + report.environment()
                  + " would fail: "
                  + report.of(Outcome.FAIL).stream()
                      .map(Finding::id)
                      .collect(Collectors.joining(", "))
                  + ".")
          .suggestion("see each check above; " + DocPage.PREFLIGHT + " describes each.");
    }
  }
}
