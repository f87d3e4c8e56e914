package io.github.xacct.pipeline;

import io.github.xacct.model.Arn;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.Pipeline.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs an action's buildspec as CodeBuild does: in a clean folder with the input artifact only,
 * with the project's role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html">Environment
 *     variables in build environments</a>
 */
final class CodeBuild {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\"name\":\"([^\"]*)\",\"value\":\"([^\"]*)\"}");

  private final PipelineHost host;
  private final Pipeline pipeline;
  private final Map<String, String> buildspecs;
  private final Path home;

  /**
   * Creates a runner whose files are in a folder.
   *
   * @param buildspecs generated buildspecs by path, for a repository without them
   * @param home folder for artifacts, build folders and logs
   */
  CodeBuild(PipelineHost host, Pipeline pipeline, Map<String, String> buildspecs, Path home) {
    this.host = host;
    this.pipeline = pipeline;
    this.buildspecs = buildspecs;
    this.home = home;
  }

  /**
   * The result of a build.
   *
   * @param well whether the build succeeded
   * @param exported variables for later actions
   * @param log file with the build's output
   * @param page HTML page of the deployment that the build created
   */
  record Result(boolean well, Map<String, String> exported, Path log, Optional<Path> page) {}

  /**
   * Runs one build of a CodeBuild project.
   *
   * @param stage name of the stage, for file names
   * @param configuration of the action, with its variables filled in
   * @param source the commit, if its files are an input artifact
   */
  Result run(
      String stage,
      Action action,
      Map<String, String> configuration,
      Optional<PipelineHost.Commit> source) {
    var project = host.project(Objects.requireNonNull(configuration.get("ProjectName")));
    for (String call : List.of("codebuild:StartBuild", "codebuild:BatchGetBuilds")) {
      host.demand(pipeline.role(), call, arn(project));
    }
    String name = stage + "-" + action.name();
    Path folder =
        source
            .filter(commit -> action.inputs().size() == 1)
            .map(PipelineHost.Commit::root)
            .orElseGet(() -> unpack(name, action, configuration));
    String path = configuration.getOrDefault("BuildspecOverride", "buildspec.yml");
    boolean own = !Files.exists(folder.resolve(path));
    var buildspec = Buildspec.read(path, own ? ownBuildspec(path) : read(folder.resolve(path)));
    CodeArtifactLogin.in(buildspec)
        .ifPresent(login -> login.requirePermissions(project.role(), host));
    Path exported = home.resolve("builds").resolve(name + ".exported");
    var build =
        new PipelineHost.Build(
            name,
            folder,
            BuildScript.of(buildspec, exported.toString()),
            environment(project, action, configuration, buildspec, folder, source),
            home.resolve(name + ".log"));
    boolean well = host.run(build).exitCode() == 0;
    if (well) {
      action.outputs().forEach(output -> collect(buildspec, folder, output, path));
    }
    return new Result(well, exported(exported), build.log(), page(folder));
  }

  private void collect(Buildspec buildspec, Path folder, String output, String path) {
    Path artifact = artifact(output);
    Artifact.delete(artifact);
    if (Artifact.collect(folder, buildspec.artifacts(), artifact) == 0) {
      throw XacctException.yours("CodeBuild would end " + path + " with an artifact without files.")
          .evidence("None of " + buildspec.artifacts() + " is in " + folder);
    }
  }

  /** Stores the commit's files as the source artifact, which later stages receive unchanged. */
  void keep(PipelineHost.Commit commit) {
    Path artifact = artifact("Source");
    Artifact.delete(artifact);
    Artifact.copy(commit.root(), artifact);
    // A repository whose buildspecs are not committed yet can be rehearsed, too.
    buildspecs.forEach(
        (to, text) -> {
          if (!Files.exists(artifact.resolve(to))) {
            write(artifact.resolve(to), text);
          }
        });
    write(home.resolve("artifacts").resolve("Source.commit"), commit.id());
  }

  /** Returns the commit that an earlier run stored. */
  Optional<PipelineHost.Commit> kept() {
    Path id = home.resolve("artifacts").resolve("Source.commit");
    return Files.exists(id)
        ? Optional.of(new PipelineHost.Commit(artifact("Source"), read(id), ""))
        : Optional.empty();
  }

  private static Optional<Path> page(Path folder) {
    try (var files = Files.find(folder, 5, (f, a) -> f.endsWith("deployment.html"))) {
      return files.findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder that stores an artifact between actions, in place of the S3 bucket. */
  Path artifact(String name) {
    return home.resolve("artifacts").resolve(name);
  }

  /**
   * Copies the primary source to the build folder; variables contain the folders of other sources.
   */
  private Path unpack(String name, Action action, Map<String, String> configuration) {
    Path folder = home.resolve("builds").resolve(name);
    Artifact.delete(folder);
    for (String input : action.inputs()) {
      if (!Files.isDirectory(artifact(input))) {
        throw XacctException.yours("There is no artifact " + input + " for " + name + ".")
            .suggestion("run the whole pipeline: leave out -Dxacct.from");
      }
    }
    Artifact.copy(artifact(primary(action, configuration)), folder);
    return folder;
  }

  private static String primary(Action action, Map<String, String> configuration) {
    return configuration.getOrDefault("PrimarySource", action.inputs().get(0));
  }

  private Map<String, String> environment(
      Project project,
      Action action,
      Map<String, String> configuration,
      Buildspec buildspec,
      Path folder,
      Optional<PipelineHost.Commit> source) {
    var environment = new LinkedHashMap<String, String>();
    environment.putAll(host.asRoleOf(project));
    environment.put("CODEBUILD_BUILD_ID", project.name() + ":" + java.util.UUID.randomUUID());
    environment.put("CODEBUILD_INITIATOR", "codepipeline/" + pipeline.name());
    environment.put("CODEBUILD_SRC_DIR", folder.toString());
    environment.put("CODEBUILD_CI", "true");
    action.inputs().stream()
        .filter(input -> !input.equals(primary(action, configuration)))
        .forEach(
            input -> environment.put("CODEBUILD_SRC_DIR_" + input, artifact(input).toString()));
    source
        .filter(commit -> !commit.id().isEmpty())
        .ifPresent(commit -> environment.put("CODEBUILD_RESOLVED_SOURCE_VERSION", commit.id()));
    // In ascending precedence: variables of the buildspec, the project, the action.
    environment.putAll(buildspec.variables());
    environment.putAll(project.variables());
    VARIABLE
        .matcher(configuration.getOrDefault("EnvironmentVariables", ""))
        .results()
        .forEach(m -> environment.put(m.group(1), m.group(2)));
    return environment;
  }

  private String ownBuildspec(String path) {
    return Optional.ofNullable(buildspecs.get(path))
        .orElseThrow(
            () ->
                XacctException.yours("There is no buildspec " + path + " in the artifact.")
                    .suggestion("commit it: mvn xacct:templates writes it"));
  }

  private String arn(Project project) {
    Arn role = Arn.parse(project.role());
    return new Arn(
            role.partition(), "codebuild", region(), role.account(), "project/" + project.name())
        .toString();
  }

  private String region() {
    return host.region();
  }

  private static Map<String, String> exported(Path file) {
    var exported = new LinkedHashMap<String, String>();
    if (Files.exists(file)) {
      for (String entry : read(file).split("\0")) {
        int equals = entry.indexOf('=');
        if (equals > 0) {
          exported.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
      }
    }
    return exported;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
