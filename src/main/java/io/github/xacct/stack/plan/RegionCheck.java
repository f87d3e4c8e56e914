package io.github.xacct.stack.plan;

import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks that AWS offers the services of the development account's stacks in its region, and that
 * the pipeline can deploy to the environments' regions.
 */
final class RegionCheck {
  private static final Map<String, Set<String>> NOT_OFFERED = read();

  private final BootstrapRequest request;
  private final Region tools;
  private final List<String> problems = new ArrayList<>();

  RegionCheck(BootstrapRequest request) {
    this.request = request;
    this.tools = request.registry().region();
  }

  /** Whether a region offers a service, by its name in {@code not-offered.txt}. */
  static boolean offers(Region region, String service) {
    Set<String> places = Objects.requireNonNull(NOT_OFFERED.get(service));
    return !places.contains(region.partition()) && !places.contains(region.id());
  }

  List<String> problems() {
    boolean ofCodePipeline =
        request.pipeline().filter(BootstrapRequest.OfPipeline::codeBuild).isPresent();
    if (ofCodePipeline && !offers(tools, "codepipeline")) {
      problems.add(
          "pipeline: CodePipeline is not offered in " + tools + ": " + insteadOfCodePipeline());
    } else if (request.usesCodeBuild() && !offers(tools, "codebuild")) {
      problems.add(
          "registry/region: CodeBuild is not offered in "
              + tools
              + ": use a CI system outside of AWS, <pipeline> with <github> or <gitlab>"
              + elsewhere());
    }
    request.pipeline().ifPresent(this::pipeline);
    return problems;
  }

  private String insteadOfCodePipeline() {
    return offers(tools, "codebuild")
        ? "leave <pipeline> out, and run the goals in the CodeBuild project of the tooling stack or"
            + " in a CI system of your own"
            + elsewhere()
        : "run the goals in a CI system of your own, <pipeline> with <github> or <gitlab>"
            + elsewhere();
  }

  /** Suggests another region of the partition, which the registry may have. */
  private String elsewhere() {
    return tools.partition().equals("aws")
        ? "; or write another <registry> region, which may differ from the environments'"
        : "";
  }

  private void pipeline(BootstrapRequest.OfPipeline pipeline) {
    boolean codeCommit = pipeline.values().containsKey("RepositoryName");
    if (codeCommit && !offers(tools, "codecommit")) {
      problems.add(
          "pipeline/codeCommit: CodeCommit is not offered in "
              + tools
              + ": write a <connection> and its <repository> instead");
    }
    provider(pipeline.values().getOrDefault("ProviderArn", ""));
    if (request.codePipelineRole() && pipeline.codeBuild()) {
      request.environments().stream()
          .map(BootstrapRequest.OfEnvironment::environment)
          .filter(e -> !e.region().equals(tools) && !offers(e.region(), "codepipeline"))
          .forEach(e -> problems.add(actionNotOffered(e)));
    }
  }

  /** Source: CodePipeline user guide, "Add a cross-Region action in CodePipeline". */
  private static String actionNotOffered(Environment environment) {
    return """
    environments/environment[%s]/region: CodePipeline, whose deploy action would \
    run there, is not offered in %s: leave out <deployWith>, because the plugin itself \
    deploys to any region"""
        .formatted(environment.name(), environment.region());
  }

  private void provider(String arn) {
    String[] parts = arn.split(":");
    if (!arn.isEmpty()
        && (!parts[1].equals(tools.partition())
            || !parts[4].equals(request.registry().account().value()))) {
      problems.add(
          """
          pipeline/oidcProvider: is in account %s in partition %s, but the jobs' roles \
          are created in account %s in partition %s: write the provider of that account, \
          or leave it out"""
              .formatted(parts[4], parts[1], request.registry().account(), tools.partition()));
    }
  }

  private static Map<String, Set<String>> read() {
    var rows = new HashMap<String, Set<String>>();
    try (var in = RegionCheck.class.getResourceAsStream("not-offered.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| "))
          .forEach(row -> rows.put(row[0], Set.of(row[1].split(" "))));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
