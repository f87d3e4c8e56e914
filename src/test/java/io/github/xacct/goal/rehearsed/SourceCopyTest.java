package io.github.xacct.goal.rehearsed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.ci.GitHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy contains the commit, as after a push, whatever else is in the working copy. */
class SourceCopyTest {
  @TempDir Path folder;

  @Test
  void bringsTheCommitAndNotWhatIsNotCommitted() throws Exception {
    Path repository = repository("pom.xml", "src/App.java");
    Files.writeString(repository.resolve("pom.xml"), "changed");
    Files.writeString(repository.resolve("draft"), "");

    var commit = copy(repository);

    assertThat(Files.readString(commit.root().resolve("pom.xml"))).isEqualTo("pom.xml");
    assertThat(commit.root().resolve("draft")).doesNotExist();
    assertThat(commit.id()).matches("[0-9a-f]{40}");
    assertThat(commit.words())
        .isEqualTo(
            "commit "
                + commit.id().substring(0, 8)
                + " (First words, by Ada); what is not committed stays out, files: 2");
    assertThat(GitHead.of(commit.root())).contains(commit.id());
  }

  @Test
  void aProjectInAFolderOfItsRepositoryIsTheRootOfTheBuild() throws Exception {
    Path repository = repository("README", "app/pom.xml");

    var commit = copy(repository.resolve("app"));

    assertThat(commit.root().resolve("pom.xml")).exists();
    assertThat(GitHead.of(commit.root())).contains(commit.id());
  }

  @Test
  void filesInNoCommitAreCopiedWithoutWhatWasBuilt() throws Exception {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.createDirectories(project.resolve("target/classes"));
    Files.writeString(project.resolve("target/classes/App.class"), "");
    Files.writeString(project.resolve("pom.xml"), "");

    var commit = copy(project);

    assertThat(commit.root().resolve("pom.xml")).exists();
    assertThat(commit.root().resolve("target")).doesNotExist();
    assertThat(commit.id()).isEmpty();
    assertThat(commit.words()).isEqualTo("a copy of " + project + ", which is in no commit");
  }

  private io.github.xacct.pipeline.PipelineHost.Commit copy(Path project) {
    return new SourceCopy(project, project.resolve("target")).into(folder.resolve("copy"));
  }

  private Path repository(String... files) throws Exception {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    for (String file : files) {
      Files.createDirectories(repository.resolve(file).getParent());
      Files.writeString(repository.resolve(file), file);
    }
    git(repository, "init", "-q");
    git(repository, "add", ".");
    git(repository, "-c", "user.name=Ada", "-c", "user.email=a@x", "commit", "-qm", "First words");
    return repository;
  }

  private static void git(Path folder, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(git.waitFor()).isZero();
  }
}
