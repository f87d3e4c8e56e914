package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.REGISTRY_ENCRYPTION;
import static io.github.xacct.preflight.Check.REGISTRY_LIFECYCLE;
import static io.github.xacct.preflight.Check.REGISTRY_PULL;
import static io.github.xacct.preflight.Check.REGISTRY_REPOSITORY;
import static io.github.xacct.preflight.Check.REGISTRY_SCAN;
import static io.github.xacct.preflight.Check.REGISTRY_TAGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Policy;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks whether the repository keeps images and lets the target account's tasks pull them. */
final class RegistryChecks implements Section {
  private static final int PAGE = 1000;

  private final SetUp setUp;
  private final RegistrySettings registry;
  private final Clock clock;

  RegistryChecks(SetUp setUp, Clock clock) {
    this.setUp = setUp;
    this.registry = setUp.intent.registry();
    this.clock = clock;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        REGISTRY_REPOSITORY, this::repository,
        REGISTRY_TAGS, this::tags,
        REGISTRY_SCAN, this::scan,
        REGISTRY_LIFECYCLE, this::lifecycle,
        REGISTRY_ENCRYPTION, this::encryption,
        REGISTRY_PULL, this::pull);
  }

  private CheckVerdict repository() {
    var found = setUp.repository();
    if (found.isPresent()) {
      return CheckVerdict.ok(found.get().path("repositoryUri").asText());
    }
    if (registry.createRepository()) {
      return CheckVerdict.ok(
          registry.repository() + " does not exist yet: the first push creates it");
    }
    return CheckVerdict.fail(
            "There is no ECR repository %s in account %s, region %s."
                .formatted(registry.repository(), registry.account(), registry.region()))
        .evidence(setUp.evidence(setUp.describeRepository()))
        .fix(
            """
            aws ecr create-repository --repository-name %s --region %s --image-tag-mutability \
            IMMUTABLE --image-scanning-configuration scanOnPush=true"""
                .formatted(registry.repository(), registry.region()),
            "or let push-ecr create it: <registry><createRepository>true");
  }

  private CheckVerdict tags() {
    String mutability = setUp.needRepository().path("imageTagMutability").asText("MUTABLE");
    if (!mutability.startsWith("MUTABLE")) {
      return CheckVerdict.ok(mutability);
    }
    if (!registry.immutableTags()) {
      return CheckVerdict.ok(mutability + ", as configured by <immutableTags>");
    }
    return CheckVerdict.warn(
            "Tags are mutable (" + mutability + "): a tag does not identify an image")
        .evidence("imageTagMutability is " + mutability)
        .fix(
            "aws ecr put-image-tag-mutability --image-tag-mutability IMMUTABLE" + ofRepository(),
            "or accept it: <registry><immutableTags>false");
  }

  private CheckVerdict scan() {
    boolean scans =
        setUp.needRepository().path("imageScanningConfiguration").path("scanOnPush").asBoolean();
    if (scans || !registry.scanOnPush()) {
      return CheckVerdict.ok(
          scans ? "scans on push" : "no scan on push, as configured by <scanOnPush>");
    }
    return CheckVerdict.warn(
            "Pushed images are not scanned, unless the registry's own settings enable it")
        .evidence("imageScanningConfiguration.scanOnPush is false")
        .fix(
            "aws ecr put-image-scanning-configuration --image-scanning-configuration"
                + " scanOnPush=true"
                + ofRepository(),
            "or accept it: <registry><scanOnPush>false");
  }

  private CheckVerdict encryption() {
    var encryption = setUp.needRepository().path("encryptionConfiguration");
    String type = encryption.path("encryptionType").asText("AES256");
    String key = encryption.path("kmsKey").asText("");
    return CheckVerdict.ok(
        type + (key.isEmpty() ? "" : " by " + key + "; pulling needs no permission for the key"));
  }

  /** Checks whether the lifecycle policy would delete the running image or the previous one. */
  private CheckVerdict lifecycle() {
    setUp.needRepository();
    var policy = setUp.facts.find(setUp.ofRepository("ecr:GetLifecyclePolicy"));
    if (policy.isEmpty()) {
      return CheckVerdict.ok("no lifecycle policy: nothing is deleted");
    }
    LifecyclePolicy rules;
    try {
      rules = LifecyclePolicy.read(policy.get().path("lifecyclePolicyText").asText());
    } catch (IllegalArgumentException e) {
      throw new Skip(ErrorText.of(e));
    }
    var expired = rules.expired(images(), clock.instant());
    var running = unlessSkipped(setUp::runningImage);
    var lastGood = unlessSkipped(() -> new RollbackVersion(setUp).image());
    for (var kept : java.util.List.of(running, lastGood)) {
      var rule = kept.map(image -> expired.get(image.digest().value()));
      if (rule.isPresent()) {
        String role = kept.equals(running) ? "runs" : "a rollback goes back to";
        return CheckVerdict.fail(
                "The lifecycle policy deletes the image that "
                    + role
                    + ": new tasks could not pull it")
            .evidence("Rule " + rule.get())
            .evidence("It matches " + kept.get())
            .fix("Keep more: raise that rule's countNumber, then")
            .fix(
                "aws ecr put-lifecycle-policy --lifecycle-policy-text file://lifecycle.json"
                    + ofRepository());
      }
    }
    return CheckVerdict.ok(
        "keeps the image that runs" + (lastGood.isPresent() ? " and the last good one" : ""));
  }

  private JsonNode images() {
    var question =
        setUp
            .ofRepository("ecr:DescribeImages")
            .with("maxResults", JsonNodeFactory.instance.numberNode(PAGE));
    var images = setUp.facts.find(question).orElseThrow(() -> new Skip("there are no images"));
    if (images.hasNonNull("nextToken")) {
      throw new Skip("the repository has more than " + PAGE + " images");
    }
    return images.path("imageDetails");
  }

  private static Optional<ImageReference> unlessSkipped(Supplier<Optional<ImageReference>> image) {
    try {
      return image.get();
    } catch (Skip e) {
      return Optional.empty(); // another check reports why
    }
  }

  private CheckVerdict pull() {
    var role = setUp.intent.executionRole();
    if (role.isEmpty()) {
      throw new Skip("the task definition names no execution role (task.execution-role)");
    }
    if (role.get().account().equals(registry.account())) {
      return CheckVerdict.ok(
          "the tasks are in the registry's account, which needs no repository policy");
    }
    if (setUp.repository().isEmpty() && registry.createRepository()) {
      return CheckVerdict.ok(
          "the first push creates the repository, with a policy for " + role.get());
    }
    setUp.needRepository();
    var policy = setUp.facts.find(setUp.ofRepository("ecr:GetRepositoryPolicy"));
    if (policy.isEmpty()) {
      return refused(role.get(), "The repository has no policy.", false);
    }
    return decide(role.get(), policy.get().path("policyText").asText());
  }

  private CheckVerdict decide(RoleArn role, String text) {
    try {
      var policy = Policy.ofResource(text);
      for (Need need : new NeededActions(setUp).pull()) {
        if (need.resource().equals("*")) {
          continue; // GetAuthorizationToken applies to the role's own account
        }
        var decision =
            policy.decide(
                AccessRequest.of(Principals.ofRole(role), need.action(), need.resource())
                    .withUnknown("aws:PrincipalOrgID")
                    .withUnknown("aws:PrincipalOrgPaths"));
        if (decision.outcome() == Decision.Outcome.CANNOT_DECIDE) {
          throw new Skip("cannot decide whether " + role + " may pull: " + decision.reason());
        }
        if (!decision.allowed()) {
          boolean denied = decision.outcome() == Decision.Outcome.DENIED;
          return refused(role, need.action() + ": " + decision.reason(), denied);
        }
      }
      return CheckVerdict.ok(role + " may pull");
    } catch (IllegalArgumentException e) {
      throw new Skip("the repository's policy cannot be read: " + e.getMessage());
    }
  }

  private CheckVerdict refused(RoleArn role, String why, boolean denied) {
    var verdict =
        CheckVerdict.fail("The repository's policy does not let " + role + " pull.").evidence(why);
    return (denied ? verdict.fix("Remove the Deny, which overrides every Allow.") : verdict)
        .fix("The statement to have in the policy of repository " + registry.repository() + ":")
        .fix(Snippets.pull(role))
        .fix("aws ecr get-repository-policy" + ofRepository() + " --query policyText --output text")
        .fix("aws ecr set-repository-policy --policy-text file://policy.json" + ofRepository());
  }

  private String ofRepository() {
    return " --repository-name " + registry.repository() + " --region " + registry.region();
  }
}
