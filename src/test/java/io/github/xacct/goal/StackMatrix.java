package io.github.xacct.goal;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.StackPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The configurations of {@code stack-matrix.txt}, planned by bootstrap's own code. */
final class StackMatrix {
  private static final String CONNECTION =
      "arn:%s:codeconnections:%s:111111111111:connection/0f3e7a52";

  private StackMatrix() {}

  /** A configuration. */
  record Row(String name, List<String> settings) {
    /** Of a folder. */
    String id() {
      return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    StackPlan plan() {
      return new Configuration(this).wishes().plan();
    }
  }

  static List<Row> rows() {
    return text()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(StackMatrix::row)
        .toList();
  }

  private static Row row(String line) {
    int colon = line.indexOf(": ");
    var settings = new ArrayList<>(List.of(line.substring(colon + 2).split(" ")));
    return new Row(line.substring(0, colon), settings);
  }

  private static String text() {
    try (InputStream in = StackMatrix.class.getResourceAsStream("stack-matrix.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One row, setting by setting. */
  private static final class Configuration {
    private final Row row;
    private final BootstrapRequests wishes = BootstrapRequests.usual();
    private final Map<String, String> environments = new LinkedHashMap<>();
    private String app = "demo-app";
    private String tools = "eu-central-1";
    private Optional<String> source = Optional.empty();
    private boolean approval;
    private DeployWith deployWith = DeployWith.PLUGIN;
    private final Map<String, Region> regions = new LinkedHashMap<>();

    Configuration(Row row) {
      this.row = row;
    }

    BootstrapRequests wishes() {
      row.settings().forEach(this::set);
      if (environments.isEmpty()) {
        wishes.only("test");
        environments.put("test", "222222222222");
      } else {
        wishes.only("none");
        row.settings().stream()
            .filter(setting -> setting.startsWith("env="))
            .map(setting -> setting.substring(4).split(":"))
            .forEach(env -> wishes.environment(env[0], env[1], env[2]));
      }
      source.ifPresent(kind -> wishes.pipeline(StackRequests.pipeline(pipeline(kind))));
      return wishes;
    }

    private void set(String setting) {
      String[] pair = setting.split("=", 2);
      String value = pair.length == 2 ? pair[1] : "";
      switch (pair[0]) {
        case "app" -> wishes.app(app = value);
        case "repository" -> wishes.repository(value);
        case "cluster" -> wishes.cluster(value);
        case "tools" -> wishes.tools(tools = value);
        case "env" -> {
          String[] env = value.split(":");
          environments.put(env[0], env[1]);
          regions.put(env[0], new Region(env[2]));
        }
        case "source" -> source = Optional.of(value);
        case "approval" -> {
          approval = true;
          wishes.waits();
        }
        case "ecs" -> wishes.byEcs();
        case "suspendAutoScaling" -> wishes.suspends();
        case "codePipelineRole" -> wishes.codePipelineRole();
        case "codedeployAction" -> {
          deployWith = DeployWith.CODEDEPLOY_ACTION;
          wishes.codePipelineRole();
        }
        case "secret" -> wishes.secrets(Map.of("SECRET", value));
        case "hook" -> wishes.hooks(Map.of(LifecycleHook.AFTER_INSTALL, value));
        case "provider" ->
            wishes.providers(List.of(new AppSpecSettings.CapacityProvider(value, 0, 1)));
        default -> other(pair[0], value);
      }
    }

    private void other(String name, String value) {
      if (name.startsWith("tag.")) {
        wishes.tag(name.substring(4), value);
      } else if (name.startsWith("tooling.")) {
        wishes.tooling(name.substring(8), value);
      } else {
        wishes.parameter(name, value);
      }
    }

    private PipelineSettings pipeline(String kind) {
      var steps =
          environments.entrySet().stream()
              .map(
                  e ->
                      new Step(
                          e.getKey(),
                          new AccountId(e.getValue()),
                          app + "-" + e.getKey(),
                          app + "-" + e.getKey(),
                          approval ? List.of("QA") : List.of(),
                          Optional.ofNullable(regions.get(e.getKey()))
                              .filter(region -> !region.id().equals(tools))))
              .toList();
      var from =
          switch (kind) {
            case "connection" ->
                new Source(
                    Optional.of(CONNECTION.formatted("aws", tools)), "example/demo-app", "main");
            case "codecommit" -> new Source(Optional.empty(), "demo-app", "main");
            default ->
                new Source(
                    Optional.empty(),
                    "example/demo-app",
                    "main",
                    Stream.of(OidcIssuer.Kind.values())
                        .filter(system -> system.name().equalsIgnoreCase(kind))
                        .map(OidcIssuer::of)
                        .findFirst());
          };
      return new PipelineSettings(app, from, steps, deployWith, "corretto21");
    }
  }
}
