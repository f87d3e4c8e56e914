package io.github.xacct.goal.project;

import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * Stores the libraries that Maven resolved, because reading two POMs for each is most of the work
 * of an unchanged push. They are resolved again after a change of anything that affects the result:
 * the project's POM, Maven, Java and their properties, the repositories, one of those POMs, or an
 * environment variable that they reference. Results that may change without notice are not stored:
 * snapshots, version ranges, other modules.
 */
final class RememberedLibraries {
  private static final String JAR = "jar ";
  private static final String LOCAL_PATH = "localPath";

  private final Path file;
  private final String key;
  private final PomInfluences influences;
  private final PomsRead poms = new PomsRead();

  private RememberedLibraries(Path file, String key, Properties machine) {
    this.file = file;
    this.key = key;
    this.influences = new PomInfluences(machine);
  }

  /** Returns the store; empty if the result cannot be stored. */
  static Optional<RememberedLibraries> in(Path file, MavenProject project, MavenSession session) {
    var machine = session.getSystemProperties();
    Path root = Path.of(machine.getProperty("maven.multiModuleProjectDirectory", ""));
    boolean alone =
        machine.getProperty("maven.version", "").startsWith("3.")
            && session.getProjects().size() == 1
            && session.getAllProjects().size() == 1
            && session.getRequest().getWorkspaceReader() == null
            && project.getClassRealm() == null
            && !hasRepositoriesInRows(machine)
            && !hasRepositoriesInRows(session.getUserProperties())
            && !Files.exists(root.resolve(".mvn").resolve("extensions.xml"));
    // If libraries are resolved already, the POMs were read and nothing can be saved.
    return alone && project.getArtifacts().isEmpty()
        ? Optional.of(new RememberedLibraries(file, key(project, session), machine))
        : Optional.empty();
  }

  /**
   * Whether chained local repositories are configured, in which another POM could take precedence.
   */
  private static boolean hasRepositoriesInRows(Properties properties) {
    return properties.stringPropertyNames().stream()
        .anyMatch(name -> name.startsWith("maven.repo.local.") || name.startsWith("aether."));
  }

  /** Returns the libraries of an earlier build; empty if anything has changed since. */
  Optional<List<Artifact>> artifacts() {
    var artifacts = new ArrayList<Artifact>();
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.get(0).equals(key)) {
        return Optional.empty();
      }
      for (String line : lines.subList(1, lines.size())) {
        boolean same =
            line.startsWith(JAR)
                ? artifacts.add(artifact(line.substring(JAR.length()).split("\t", -1)))
                : line.startsWith(PomsRead.POM) ? PomsRead.isSame(line) : influences.isSame(line);
        if (!same) {
          return Optional.empty();
        }
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // no file, or not written by this class
    }
    boolean there = artifacts.stream().allMatch(a -> Files.isRegularFile(a.getFile().toPath()));
    return there ? Optional.of(artifacts) : Optional.empty();
  }

  /** Returns the session for a resolution that will be stored. */
  RepositorySystemSession session(RepositorySystemSession usual) {
    return poms.in(usual);
  }

  /** Stores the resolved libraries, unless unknown influences affect them. */
  void keep(List<Artifact> artifacts) {
    boolean fixed =
        artifacts.stream()
            .allMatch(a -> !a.isSnapshot() && a.getProperty(LOCAL_PATH, null) == null);
    Optional<Set<String>> decides = fixed ? poms.lines(influences) : Optional.empty();
    var lines = new ArrayList<>(List.of(key));
    decides.ifPresent(lines::addAll);
    artifacts.forEach(artifact -> lines.add(JAR + text(artifact)));
    try {
      if (decides.isPresent() && lines.stream().allMatch(line -> line.indexOf('\n') < 0)) {
        AtomicFile.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return; // the next build resolves again
    }
  }

  private static String text(Artifact a) {
    var parts =
        new ArrayList<>(
            List.of(
                a.getGroupId(),
                a.getArtifactId(),
                a.getClassifier(),
                a.getExtension(),
                a.getVersion(),
                a.getFile().getPath()));
    new TreeMap<>(a.getProperties()).forEach((name, value) -> parts.add(name + "=" + value));
    return String.join("\t", parts);
  }

  private static Artifact artifact(String[] parts) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 6; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      properties.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    Path file = Path.of(parts[5]);
    return new DefaultArtifact(parts[0], parts[1], parts[2], parts[3], parts[4])
        .setProperties(properties)
        .setFile(file.toFile());
  }

  /** Returns a hash of what affects the result apart from the libraries' POMs. */
  private static String key(MavenProject project, MavenSession session) {
    var text = new StringBuilder(project.getId());
    project.getDependencies().forEach(each -> add(text, each));
    if (project.getDependencyManagement() != null) {
      text.append("\nmanaged");
      project.getDependencyManagement().getDependencies().forEach(each -> add(text, each));
    }
    project.getRemoteProjectRepositories().forEach(each -> text.append('\n').append(each));
    text.append('\n').append(session.getRepositorySession().getLocalRepository());
    add(text, session.getUserProperties());
    add(text, session.getSystemProperties());
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void add(StringBuilder text, Dependency d) {
    text.append('\n').append(d.getManagementKey()).append(' ').append(d.getVersion());
    text.append(' ').append(d.getScope()).append(' ').append(d.getOptional());
    text.append(' ').append(d.getSystemPath());
    d.getExclusions()
        .forEach(
            e -> text.append(" -").append(e.getGroupId()).append(':').append(e.getArtifactId()));
  }

  /**
   * Adds properties, except environment variables, which are compared by name, and this plugin's
   * own, which have no effect.
   */
  private static void add(StringBuilder text, Properties properties) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (!name.startsWith("env.")
          && !name.startsWith("xacct.")
          && !name.equals("sun.java.command")) {
        text.append('\n').append(name).append('=').append(properties.getProperty(name));
      }
    }
  }
}
