package io.github.xacct.goal.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories as git leaves them, without git. */
class GitHeadTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "fedcba9876543210fedcba9876543210fedcba98";

  @TempDir Path folder;

  @Test
  void aBranch() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/refs/heads/main", COMMIT + "\n");
    assertThat(GitHead.of(folder)).contains(COMMIT);
  }

  @Test
  void aModuleBelowTheRepositorysRoot() throws IOException {
    write(".git/HEAD", COMMIT + "\n");
    assertThat(GitHead.of(Files.createDirectories(folder.resolve("a/b")))).contains(COMMIT);
  }

  @Test
  void aPackedBranchAfterGarbageCollection() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(
        ".git/packed-refs",
        """
        # pack-refs with: peeled fully-peeled sorted
        %s refs/heads/also/refs/heads/main2
        %s refs/heads/main
        %s refs/tags/v1
        ^%s
        """
            .formatted(OTHER, COMMIT, OTHER, OTHER));
    assertThat(GitHead.of(folder)).contains(COMMIT);
  }

  @Test
  void aLooseBranchIsNewerThanAPackedOne() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/packed-refs", OTHER + " refs/heads/main\n");
    write(".git/refs/heads/main", COMMIT + "\n");
    assertThat(GitHead.of(folder)).contains(COMMIT);
  }

  @Test
  void aWorktreeSharesTheBranchesOfItsRepository() throws IOException {
    write("main/.git/HEAD", "ref: refs/heads/main\n");
    write("main/.git/refs/heads/feature", COMMIT + "\n");
    write("main/.git/worktrees/wt/HEAD", "ref: refs/heads/feature\n");
    write("main/.git/worktrees/wt/commondir", "../..\n");
    write("wt/.git", "gitdir: " + folder.resolve("main/.git/worktrees/wt") + "\n");
    assertThat(GitHead.of(folder.resolve("wt"))).contains(COMMIT);
  }

  @Test
  void aSubmoduleNamesItsFolderRelatively() throws IOException {
    write(".git/modules/sub/HEAD", COMMIT + "\n");
    write("sub/.git", "gitdir: ../.git/modules/sub\n");
    assertThat(GitHead.of(folder.resolve("sub"))).contains(COMMIT);
  }

  @Test
  void noCommitYet() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    assertThat(GitHead.of(folder)).isEmpty();
  }

  @Test
  void aChainOfReferencesThatNeverEnds() throws IOException {
    write(".git/HEAD", "ref: HEAD\n");
    assertThat(GitHead.of(folder)).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
