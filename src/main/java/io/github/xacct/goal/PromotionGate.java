package io.github.xacct.goal;

import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.deploy.Promotion;
import io.github.xacct.deploy.TestedImages;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.event.Event;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which image may be deployed to an environment, after those were asked that it has to pass before.
 *
 * @param from the environment whose image is promoted, if one is
 * @param required the environment whose tests the image must have passed, if one is
 * @param force whether smoke tests that have not passed are no obstacle
 */
record PromotionGate(
    Settings settings,
    Environment environment,
    Optional<Environment> from,
    Optional<Environment> required,
    boolean force) {

  /**
   * What is cleared.
   *
   * @param signature of its deployment, which says if it was forced
   */
  record ApprovedImage(ImageOfThisBuild images, DeploymentLabel signature) {}

  /**
   * Reads what the user said.
   *
   * @param promoteFrom name of an environment, may be null
   * @param requires name of an environment, may be null: what the pom says
   */
  static PromotionGate of(
      Settings settings,
      Environment environment,
      @Nullable String promoteFrom,
      @Nullable String requires,
      boolean force) {
    var from =
        Optional.ofNullable(promoteFrom)
            .filter(Element::isWritten)
            .map(name -> named("promoteFrom", settings, environment, name.trim()));
    var required =
        Optional.ofNullable(requires)
            .filter(Element::isWritten)
            .map(name -> named("requires", settings, environment, name.trim()))
            .or(() -> settings.release(environment).requires().flatMap(settings::named));
    return new PromotionGate(settings, environment, from, required, force);
  }

  private static Environment named(
      String property, Settings settings, Environment environment, String name) {
    return settings
        .named(name)
        .filter(other -> !other.name().equals(environment.name()))
        .orElseThrow(() -> notAnother(settings, environment, property, name));
  }

  private static XacctException notAnother(
      Settings settings, Environment environment, String property, String name) {
    String others =
        settings.all().stream()
            .map(Environment::name)
            .filter(other -> !other.equals(environment.name()))
            .collect(Collectors.joining(", "));
    return XacctException.yours(
            "xacct."
                + property
                + ": '"
                + name
                + "' is not another environment than "
                + environment.name()
                + ".")
        .suggestion(
            others.isEmpty()
                ? "add it to <environments>, which has no other."
                : "write one of " + others + ".");
  }

  /** The environment to deploy to, and those that will be asked. */
  List<Environment> environments() {
    var all = new ArrayList<Environment>();
    all.add(environment);
    from.ifPresent(all::add);
    required.filter(other -> !all.contains(other)).ifPresent(all::add);
    return List.copyOf(all);
  }

  /**
   * Asks them.
   *
   * @param images the image as it would be without them
   * @throws XacctException if nothing may be deployed
   */
  ApprovedImage clear(
      Stage stage,
      RunName run,
      ImageOfThisBuild images,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      Reporter reporter) {
    var approved = new ApprovedImage(images, run.signature());
    if (from.isPresent()) {
      approved = promoted(stage, run, approved, reporter);
      refuseIfNotPullable(
          stage, run, approved.images().named().orElseThrow(), taskDefinition, appSpec, reporter);
    }
    return required.isEmpty() || required.equals(from)
        ? approved
        : required(required.get(), stage, run, approved, reporter);
  }

  private ApprovedImage promoted(
      Stage stage, RunName run, ApprovedImage approved, Reporter reporter) {
    if (approved.images().named().isPresent()) {
      throw XacctException.yours("xacct.image and xacct.promoteFrom are both set.")
          .suggestion("leave one of them out.");
    }
    var source = from.orElseThrow();
    try (var other = TargetAccount.enter(stage, source, run, reporter)) {
      var promoted =
          new Promotion(
                  other.ports(),
                  new CodeDeployHistory(other.session(), source).adorning(),
                  new EcsTaskObserver(other.session(), source, stage.platforms()))
              .of(source, force);
      reporter.report(
          new Event.Note("Promoting from " + source.name() + " what it runs: " + promoted.image()));
      var mine = approved.signature();
      var label =
          new DeploymentLabel(mine.app(), promoted.commit(), promoted.committed(), mine.by());
      return new ApprovedImage(
          approved.images().named(promoted.image()),
          promoted.tested() ? label : forced(label, promoted.image(), source, reporter));
    }
  }

  private ApprovedImage required(
      Environment tester, Stage stage, RunName run, ApprovedImage approved, Reporter reporter) {
    var image = approved.images().on(stage.access()).foresee();
    try (var other = TargetAccount.enter(stage, tester, run, reporter)) {
      var tested =
          new TestedImages(
              other.ports(),
              new CodeDeployHistory(other.session(), tester),
              tester.task().containerName());
      if (tested.passed(image)) {
        return approved;
      }
    }
    if (force) {
      return new ApprovedImage(
          approved.images(), forced(approved.signature(), image, tester, reporter));
    }
    throw XacctException.yours(
            image
                + " has not passed the smoke tests of "
                + tester.name()
                + ", which "
                + environment.name()
                + " requires.")
        .suggestion("deploy it to " + tester.name() + " and run xacct:smoke-test there; then")
        .suggestion("-Dxacct.promoteFrom=" + tester.name() + " deploys the image that passed,")
        .suggestion(
            "or deploy it untested: -Dxacct.force, which the deployment's description records.");
  }

  private static DeploymentLabel forced(
      DeploymentLabel label, ImageReference image, Environment tester, Reporter reporter) {
    reporter.report(
        new Event.Warning(
            image
                + " has not passed the smoke tests of "
                + tester.name()
                + "; without -Dxacct.force it is not deployed."));
    return label.by(label.by() + ", forced without tests of " + tester.name());
  }

  /** Before anything is changed: ECS would find out after minutes, by tasks that do not start. */
  private void refuseIfNotPullable(
      Stage stage,
      RunName run,
      ImageReference image,
      TaskDefinition taskDefinition,
      AppSpec appSpec,
      Reporter reporter) {
    var registry = settings.registry();
    if (!image.repository().equals(registry.repository())) {
      throw XacctException.yours(
              image
                  + " is not in repository "
                  + registry.repository()
                  + ", so it is unknown"
                  + " whether "
                  + environment.name()
                  + " may pull it.")
          .suggestion("correct <registry><repository>, or name the image: -Dxacct.image=...");
    }
    try (var builder =
        stage
            .access()
            .builder(registry.region(), "for the registry of account " + registry.account())) {
      if (!new EcrRepository(builder, registry, List.of(), reporter).holds(image.digest())) {
        throw XacctException.yours(image + " is not in the registry any more.")
            .evidence(from.orElseThrow().name() + " runs it from what it has pulled before.")
            .suggestion("build and test it again; and see what lifecycle policy deletes it.");
      }
    }
    for (Finding finding : pullable(stage, run, taskDefinition, appSpec)) {
      switch (finding.outcome()) {
        case FAIL -> throw refusal(finding);
        case SKIPPED, WARN ->
            reporter.report(
                new Event.Warning(
                    "Whether " + environment.name() + " may pull the image: " + finding.words()));
        case OK -> {}
      }
    }
  }

  private List<Finding> pullable(
      Stage stage, RunName run, TaskDefinition taskDefinition, AppSpec appSpec) {
    var clock = Clock.systemUTC();
    var intent =
        new Intent(
            settings.registry(),
            environment,
            taskDefinition,
            appSpec,
            Optional.empty(),
            Optional.empty(),
            settings.checks(environment));
    try (var facts =
        new PreflightFacts(
            stage.access(), settings.registry().region(), environment, run.sessionName(), clock)) {
      return new Preflight(intent, facts, clock).run(EnumSet.of(Check.REGISTRY_PULL));
    }
  }

  private static XacctException refusal(Finding finding) {
    var refusal = XacctException.yours(finding.words());
    for (String line : finding.evidence()) {
      refusal = refusal.evidence(line);
    }
    for (String line : finding.fix()) {
      refusal = refusal.suggestion(line);
    }
    return refusal;
  }
}
