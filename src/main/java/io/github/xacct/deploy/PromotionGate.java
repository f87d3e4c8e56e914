package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.PromotionFacts;
import io.github.xacct.event.Event;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which image may be deployed to an environment, by the environments that it must pass
 * first.
 *
 * @param registry settings of the repository that the environment pulls from
 * @param from the environment whose image is promoted, if any
 * @param required the environment whose smoke tests the image must have passed, if any
 * @param force whether smoke tests that have not passed are accepted
 */
public record PromotionGate(
    RegistrySettings registry,
    Environment environment,
    Optional<Environment> from,
    Optional<Environment> required,
    boolean force) {

  /** The environment to deploy to and those that are checked. */
  public List<Environment> environments() {
    var all = new ArrayList<Environment>();
    all.add(environment);
    from.ifPresent(all::add);
    required.filter(other -> !all.contains(other)).ifPresent(all::add);
    return List.copyOf(all);
  }

  /**
   * Returns the image that the other environments allow to be deployed.
   *
   * @param own the image and label to use without promotion
   * @param foresee returns the image of this build; called if none is given or promoted
   * @throws XacctException if the image must not be deployed
   */
  public ApprovedImage approve(
      ApprovedImage own,
      Supplier<ImageReference> foresee,
      PromotionFacts facts,
      Reporter reporter) {
    var approved = own;
    if (from.isPresent()) {
      approved = promoted(from.get(), own, facts, reporter);
      refuseIfNotPullable(approved.named().orElseThrow(), facts, reporter);
    }
    return required.isEmpty() || required.equals(from)
        ? approved
        : required(required.get(), approved, foresee, facts, reporter);
  }

  private ApprovedImage promoted(
      Environment source, ApprovedImage own, PromotionFacts facts, Reporter reporter) {
    if (own.named().isPresent()) {
      throw XacctException.yours("xacct.image and xacct.promoteFrom are both set.")
          .suggestion("leave one of them out.");
    }
    var promoted = facts.running(source, force);
    reporter.report(
        new Event.Note("Promoting from " + source.name() + " what it runs: " + promoted.image()));
    var mine = own.label();
    var label = new DeploymentLabel(mine.app(), promoted.commit(), promoted.committed(), mine.by());
    return new ApprovedImage(
        Optional.of(promoted.image()),
        promoted.tested() ? label : forced(label, promoted.image(), source, reporter));
  }

  private ApprovedImage required(
      Environment tester,
      ApprovedImage approved,
      Supplier<ImageReference> foresee,
      PromotionFacts facts,
      Reporter reporter) {
    var image = approved.named().orElseGet(foresee);
    if (facts.passed(tester, image)) {
      return approved;
    }
    if (force) {
      return new ApprovedImage(approved.named(), forced(approved.label(), image, tester, reporter));
    }
    throw XacctException.yours(
            "%s has not passed the smoke tests of %s, which %s requires."
                .formatted(image, tester.name(), environment.name()))
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

  /**
   * Checks before the first change that the environment can pull the image; otherwise its tasks
   * would fail to start minutes later.
   */
  private void refuseIfNotPullable(ImageReference image, PromotionFacts facts, Reporter reporter) {
    if (!image.repository().equals(registry.repository())) {
      throw XacctException.yours(
              "%s is not in repository %s, so it is unknown whether %s may pull it."
                  .formatted(image, registry.repository(), environment.name()))
          .suggestion("correct <registry><repository>, or name the image: -Dxacct.image=...");
    }
    if (!facts.inRegistry(image)) {
      throw XacctException.yours(image + " is not in the registry any more.")
          .evidence(from.orElseThrow().name() + " runs it from what it has pulled before.")
          .suggestion("build and test it again; and see what lifecycle policy deletes it.");
    }
    for (Finding finding : facts.pull()) {
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
