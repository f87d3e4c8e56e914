package io.github.xacct.revision;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the template of an environment's task definition or AppSpec in {@code src/main/ecs}. A file
 * there that looks like a template but has another name is always reported.
 */
public final class TemplateFolder {

  /** The maximum size of a file: describe-task-definition prints at most twice ECS's limit. */
  private static final long MAX_BYTES = 1 << 20;

  private final Path basedir;
  private final Path folder;
  private final TemplateNames names;
  private final Consumer<String> warnings;

  /**
   * @param basedir base directory of the project
   * @param environments names of all environments in the configuration
   * @param warnings receives a sentence for each file that may be misnamed
   */
  public TemplateFolder(Path basedir, Collection<String> environments, Consumer<String> warnings) {
    this.basedir = basedir;
    this.warnings = warnings;
    this.folder = basedir.resolve("src").resolve("main").resolve("ecs");
    this.names = new TemplateNames(environments);
  }

  /**
   * The task definition template: that of the environment, otherwise that of all environments.
   *
   * @throws XacctException if a file is misnamed or cannot be read
   */
  public Optional<TemplateFile> taskDefinition(String environment) {
    return template(TemplateNames.Kind.TASK_DEFINITION, environment);
  }

  /** The AppSpec template: that of the environment, otherwise that of all environments. */
  public Optional<TemplateFile> appSpec(String environment) {
    return template(TemplateNames.Kind.APP_SPEC, environment);
  }

  private Optional<TemplateFile> template(TemplateNames.Kind kind, String environment) {
    List<String> files = files();
    refuseOtherNames(files);
    for (String stem : List.of(kind.stem() + "-" + environment, kind.stem())) {
      List<String> found = kind.names(stem).stream().filter(files::contains).toList();
      if (found.size() > 1) {
        throw XacctException.yours(
                shown(found.get(0)) + " and " + found.get(1) + " are there for the same purpose.")
            .suggestion("delete one of them");
      }
      if (!found.isEmpty()) {
        return Optional.of(read(folder.resolve(found.get(0))));
      }
    }
    return Optional.empty();
  }

  private void refuseOtherNames(List<String> files) {
    List<String> wrong = new ArrayList<>();
    files.forEach(file -> names.problem(file).ifPresent(what -> wrong.add(file + ": " + what)));
    if (wrong.isEmpty()) {
      files.forEach(this::warnOfContent);
      return;
    }
    XacctException problem =
        XacctException.yours(
            basedir.relativize(folder)
                + (wrong.size() == 1
                    ? " contains a file that looks like a template and would not be read."
                    : " holds "
                        + wrong.size()
                        + " files that look like templates and would not be"
                        + " read."));
    for (String line : wrong) {
      problem = problem.evidence(line);
    }
    throw problem
        .suggestion(
            "rename or delete " + (wrong.size() == 1 ? "it" : "them") + "; names that are read:")
        .suggestion(
            "taskdef-ENV.json, taskdef.json, appspec-ENV.yaml, appspec.yaml (or .yml, .json)");
  }

  /** Warns of a template under an unrelated name, which may be intended, such as a one-off task. */
  private void warnOfContent(String file) {
    if (!names.isUnrelated(file)) {
      return;
    }
    try {
      Path path = folder.resolve(file);
      String text =
          Files.size(path) > MAX_BYTES
              ? ""
              : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      for (TemplateNames.Kind kind : TemplateNames.Kind.values()) {
        if (text.contains(kind.mark())) {
          warnings.accept(
              "%s holds %s and is not read; its name would have to be %s."
                  .formatted(
                      shown(file), kind.mark(), String.join(" or ", kind.names(kind.stem()))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths of all files relative to the folder, sorted, including subfolders. */
  private List<String> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 3)) {
      var relative = new TreeSet<String>();
      files
          .filter(file -> Files.isRegularFile(file) || isNamedLikeAFile(file))
          .forEach(file -> relative.add(folder.relativize(file).toString().replace('\\', '/')));
      return List.copyOf(relative);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a folder is named like a template; that is reported when it is read. */
  private static boolean isNamedLikeAFile(Path path) {
    return path.getFileName().toString().matches("(?i).+\\.(json|ya?ml)");
  }

  private String shown(String file) {
    return basedir.relativize(folder.resolve(file)).toString();
  }

  private TemplateFile read(Path file) {
    String name = basedir.relativize(file).toString();
    if (Files.isDirectory(file)) {
      throw XacctException.yours(name + " is a folder: expected a file.");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw XacctException.yours(
            name + " has " + Files.size(file) + " bytes, which no task definition or AppSpec has.");
      }
      return new TemplateFile(name, TemplateEncoding.decode(name, Files.readAllBytes(file)));
    } catch (IOException e) {
      throw XacctException.yours(name + " cannot be read.").evidence(e.toString());
    }
  }
}
