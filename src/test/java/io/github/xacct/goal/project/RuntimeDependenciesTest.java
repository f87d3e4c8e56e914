package io.github.xacct.goal.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.xacct.image.file.FileStates;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.artifact.repository.MavenArtifactRepository;
import org.apache.maven.artifact.repository.layout.DefaultRepositoryLayout;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.DependencyManagement;
import org.apache.maven.model.Exclusion;
import org.apache.maven.model.Model;
import org.apache.maven.project.DependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.RepositoryEvent.EventType;
import org.eclipse.aether.RepositoryListener;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.DefaultDependencyNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the app's libraries are resolved, and when an earlier result is used. */
class RuntimeDependenciesTest {
  /** A file of the JDK: text, and unchanged for long. */
  private static final File OLD = Path.of(System.getProperty("java.home"), "release").toFile();

  @TempDir Path folder;
  private final Properties machine = new Properties();
  private final Properties user = new Properties();
  private final Dependency declared = new Dependency();
  private final Model model = new Model();
  private File pom = OLD;
  private String version = "1.0";
  private EventType event = EventType.ARTIFACT_RESOLVED;
  private Consumer<MavenProject> more = project -> {};
  private int modules = 1;
  private int asked;

  @BeforeEach
  void single() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    machine.putAll(Map.of("maven.version", "3.9.16", "java.version", "17", "env.A", "1"));
    declared.setGroupId("g");
    declared.setArtifactId("a");
    declared.setVersion("1.0");
    model.setArtifactId("demo");
    model.addDependency(declared);
  }

  @Test
  void unchangedLibrariesAreThoseOfTheLastBuild() {
    Artifact first = resolved();
    Artifact again = resolved();

    assertThat(asked).isEqualTo(1);
    assertThat(again).isEqualTo(first).hasToString("g:a:jar:x:1.0");
    assertThat(again.getFile()).isEqualTo(OLD);
    assertThat(again.getArtifactHandler().isAddedToClasspath()).isTrue();
    user.put("xacct.env", "test");
    machine.put("env.A", "2");
    machine.put("sun.java.command", "another goal");
    resolved();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void mavenIsAskedAgainWhenAnythingThatDecidesHasChanged() {
    resolved();
    asksAgain(() -> declared.setVersion("2"));
    asksAgain(() -> declared.setScope("runtime"));
    asksAgain(() -> declared.setOptional(true));
    asksAgain(
        () -> {
          var exclusion = new Exclusion();
          exclusion.setGroupId("*");
          exclusion.setArtifactId("*");
          declared.addExclusion(exclusion);
        });
    asksAgain(
        () -> {
          model.setDependencyManagement(new DependencyManagement());
          model.getDependencyManagement().addDependency(declared);
        });
    asksAgain(() -> model.setVersion("2"));
    asksAgain(() -> user.put("some", "property"));
    asksAgain(() -> machine.put("java.version", "21"));
    asksAgain(() -> machine.put("maven.version", "3.8.7"));
    asksAgain(
        () ->
            more =
                project ->
                    project.setRemoteArtifactRepositories(
                        List.of(
                            new MavenArtifactRepository(
                                "other",
                                "https://repo.example.com",
                                new DefaultRepositoryLayout(),
                                null,
                                null))));
  }

  @Test
  void mavenIsAskedAgainAfterAChangeOfAFileThatItRead() throws Exception {
    resolved();
    Path kept = folder.resolve("libraries");
    String text = Files.readString(kept);
    String state = new FileStates().of(OLD.toPath(), 0).orElseThrow();
    assertThat(text).contains("pom " + state);
    for (String other :
        List.of(
            text.replaceFirst("pom [0-9a-f]+:", "pom 1:"),
            text.replaceFirst("T\\d\\d:", "T99:"),
            text.replaceFirst(Pattern.quote(OLD + "\t"), "/gone.jar\t"),
            text + "\nenv A=" + "0".repeat(64),
            text + "\nwas false " + folder,
            text + "\nwhat",
            "")) {
      Files.writeString(kept, other);
      asksAgain(() -> {});
      assertThat(kept).hasContent(text);
    }
  }

  @Test
  void whatMayBeAnotherOneTomorrowIsNotRemembered() throws Exception {
    resolved();
    pom = Files.writeString(folder.resolve("new.pom"), "<project/>").toFile();
    version = "2-SNAPSHOT"; // resolved again, below for one reason each
    declared.setVersion("2");
    asksEachTime();
    version = "1.0";
    asksEachTime(); // the pom was written just now
    pom = OLD;
    for (var unsure :
        List.of(EventType.METADATA_RESOLVING, EventType.ARTIFACT_DESCRIPTOR_MISSING)) {
      event = unsure;
      asksEachTime();
    }
    event = EventType.ARTIFACT_RESOLVED;
    modules = 2;
    asksEachTime();
    modules = 1;
    more = project -> project.setArtifacts(Set.of(artifact()));
    asksEachTime();
    more = project -> {};
    machine.put("maven.version", "4.0.0");
    asksEachTime();
    machine.put("maven.version", "3.9.16");
    user.put("maven.repo.local.tail", "other");
    asksEachTime();
    user.clear();
    machine.put("maven.multiModuleProjectDirectory", folder.toString());
    Files.writeString(
        Files.createDirectory(folder.resolve(".mvn")).resolve("extensions.xml"), "<extensions/>");
    asksEachTime();
    assertThat(folder.resolve("libraries")).doesNotExist();
  }

  @Test
  void variablesAndFilesThatAPomNamesDecide() throws Exception {
    Path there = Files.createFile(folder.resolve("there"));
    machine.put("user.home", folder.toString());
    String text =
        """
        <name>!env.A</name> ${env.B}
        <exists>${basedir}/a</exists><missing> ${project.basedir}/b </missing><exists>src</exists>
        <exists>${user.home}/there</exists><missing> ${user.home}/gone </missing>
        """;
    var influences = new PomInfluences(machine);
    var lines = influences.of(text).orElseThrow();
    assertThat(lines)
        .hasSize(4)
        .contains("env B=", "was true " + there, "was false " + folder.resolve("gone"))
        .allMatch(influences::isSame);
    machine.put("env.A", "2");
    machine.put("env.B", "2");
    Files.delete(there);
    Files.createFile(folder.resolve("gone"));
    assertThat(lines).noneMatch(influences::isSame);

    assertThat(influences.of("<exists>${other}/x</exists>")).isEmpty();
    assertThat(influences.of("<exists>")).isEmpty();
    assertThat(influences.of("<project/>").orElseThrow()).isEmpty();
  }

  private void asksAgain(Runnable change) {
    int before = asked;
    change.run();
    resolved();
    resolved();
    assertThat(asked).isEqualTo(before + 1);
  }

  private void asksEachTime() {
    int before = asked;
    resolved();
    resolved();
    assertThat(asked).isEqualTo(before + 2);
  }

  @SuppressWarnings("deprecation") // the other constructors want a container
  private Artifact resolved() {
    var project = new MavenProject(model);
    project.setArtifact(artifact());
    project.setRemoteArtifactRepositories(List.of());
    more.accept(project);
    var request = new DefaultMavenExecutionRequest();
    request.setSystemProperties(machine).setUserProperties(user);
    var usual = new DefaultRepositorySystemSession();
    var session = new MavenSession(null, usual, request, new DefaultMavenExecutionResult());
    session.setProjects(Collections.nCopies(modules, project));
    session.setAllProjects(session.getProjects());
    var artifacts =
        RuntimeDependencies.of(project, session, resolver(), folder.resolve("libraries"));
    assertThat(artifacts).hasSize(1);
    return artifacts.iterator().next();
  }

  private Artifact artifact() {
    return new org.apache.maven.artifact.DefaultArtifact(
        "g", "demo", "1.0", "compile", "jar", null, new DefaultArtifactHandler("jar"));
  }

  private ProjectDependenciesResolver resolver() {
    return answering(
        ProjectDependenciesResolver.class,
        arguments -> {
          asked++;
          var session = ((DependencyResolutionRequest) arguments[0]).getRepositorySession();
          RepositoryListener listener = session.getRepositoryListener();
          if (listener != null) {
            report(session, listener);
          }
          var root = new DefaultDependencyNode((org.eclipse.aether.graph.Dependency) null);
          var library =
              new DefaultArtifact("g", "a", "x", "jar", version)
                  .setProperties(Map.of("constitutesBuildPath", "true"))
                  .setFile(OLD);
          root.setChildren(
              List.of(
                  new DefaultDependencyNode(
                      new org.eclipse.aether.graph.Dependency(library, "compile"))));
          return answering(DependencyResolutionResult.class, none -> root);
        });
  }

  private void report(RepositorySystemSession session, RepositoryListener listener) {
    var of = new DefaultArtifact("g", "a", "pom", version);
    var read =
        new RepositoryEvent.Builder(session, EventType.ARTIFACT_RESOLVED)
            .setArtifact(of)
            .setFile(pom)
            .build();
    listener.artifactResolved(read);
    listener.artifactDescriptorMissing(
        new RepositoryEvent.Builder(session, event).setArtifact(of).setFile(pom).build());
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  private static <T> T answering(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(arguments)));
  }
}
