package io.github.xacct.goal.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.RunName;
import io.github.xacct.goal.Written;
import io.github.xacct.goal.configuration.Provenance;
import io.github.xacct.model.ImageReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The variables of each CI system determine the names of the run. */
class CiRunTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "fedcba9876543210fedcba9876543210fedcba98";
  private static final String GITHUB =
      """
      CI=true
      GITHUB_ACTIONS=true
      GITHUB_SERVER_URL=https://github.com
      GITHUB_REPOSITORY=example/demo-app
      GITHUB_RUN_ID=9876543210
      GITHUB_RUN_ATTEMPT=2
      GITHUB_SHA=%s
      GITHUB_REF=refs/heads/main
      GITHUB_ACTOR=octocat
      """
          .formatted(COMMIT);

  @TempDir Path folder;

  static Stream<Arguments> runs() {
    return Stream.of(
        run(
            "GitHub, a branch",
            GITHUB,
            "xacct-demo-app-github-9876543210-2",
            "GitHub Actions run 9876543210 attempt 2 of octocat, branch main",
            "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2"),
        run(
            "GitHub, run again by somebody else",
            GITHUB + "GITHUB_TRIGGERING_ACTOR=hubot\n",
            "xacct-demo-app-github-9876543210-2",
            "GitHub Actions run 9876543210 attempt 2 of hubot, branch main",
            "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2"),
        run(
            "GitHub, a tag",
            GITHUB + "GITHUB_REF=refs/tags/v1.0/rc\n",
            "xacct-demo-app-github-9876543210-2",
            "GitHub Actions run 9876543210 attempt 2 of octocat, tag v1.0/rc",
            "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2"),
        run(
            "GitHub, a pull request of a fork",
            GITHUB + "GITHUB_REF=refs/pull/12/merge\nGITHUB_HEAD_REF=fix/ümlaut\n",
            "xacct-demo-app-github-9876543210-2",
            "GitHub Actions run 9876543210 attempt 2 of octocat, pull request 12 of branch"
                + " fix/ümlaut",
            "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2"),
        run(
            "GitHub Enterprise Server with bots and nothing more",
            """
            GITHUB_ACTIONS=true
            GITHUB_SERVER_URL=https://git.example.com
            GITHUB_REPOSITORY=example/demo-app
            GITHUB_RUN_ID=7
            GITHUB_SHA=%s
            GITHUB_ACTOR=dependabot[bot]
            """
                .formatted(COMMIT),
            "xacct-demo-app-github-7-1",
            "GitHub Actions run 7 attempt 1 of dependabot[bot]",
            "https://git.example.com/example/demo-app/actions/runs/7/attempts/1"),
        run(
            "GitHub on a runner that CodeBuild hosts",
            GITHUB + "CODEBUILD_BUILD_ID=runner:1\n",
            "xacct-demo-app-github-9876543210-2",
            "GitHub Actions run 9876543210 attempt 2 of octocat, branch main",
            "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2"),
        run(
            "GitLab, a branch",
            """
            GITLAB_CI=true
            CI_PIPELINE_ID=1212
            CI_JOB_ID=50370
            CI_JOB_URL=https://gitlab.com/example/demo-app/-/jobs/50370
            CI_PIPELINE_URL=https://gitlab.com/example/demo-app/-/pipelines/1212
            CI_COMMIT_SHA=%s
            CI_COMMIT_BRANCH=main
            CI_COMMIT_REF_NAME=main
            GITLAB_USER_LOGIN=ann
            """
                .formatted(COMMIT),
            "xacct-demo-app-gitlab-1212-50370",
            "GitLab CI run 1212 job 50370 of ann, branch main",
            "https://gitlab.com/example/demo-app/-/jobs/50370"),
        run(
            "GitLab, a merged result",
            """
            GITLAB_CI=true
            CI_PIPELINE_ID=1213
            CI_PIPELINE_URL=https://gitlab.example.com/example/demo-app/-/pipelines/1213
            CI_COMMIT_SHA=%s
            CI_COMMIT_REF_NAME=fix
            CI_MERGE_REQUEST_IID=3
            CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=fix
            CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=%s
            """
                .formatted(COMMIT, OTHER),
            "xacct-demo-app-gitlab-1213",
            "GitLab CI run 1213, merge request 3 of branch fix, newest commit fedcba987654",
            "https://gitlab.example.com/example/demo-app/-/pipelines/1213"),
        run(
            "GitLab, a tag",
            "GITLAB_CI=true\nCI_PIPELINE_ID=1\nCI_COMMIT_TAG=v2\nCI_COMMIT_SHA=" + COMMIT + "\n",
            "xacct-demo-app-gitlab-1",
            "GitLab CI run 1, tag v2",
            ""),
        run(
            "Jenkins, a pipeline with a Git step",
            """
            JENKINS_URL=https://ci.example.com/
            JOB_NAME=shop/demo app
            BUILD_NUMBER=42
            BUILD_URL=https://ci.example.com/job/shop/job/demo%%20app/42/
            GIT_COMMIT=%s
            GIT_BRANCH=origin/main
            """
                .formatted(COMMIT),
            "xacct-demo-app-jenkins-shop-demo-app-42",
            "Jenkins shop/demo app #42, branch main",
            "https://ci.example.com/job/shop/job/demo%20app/42/"),
        run(
            "Jenkins, a pull request of a multibranch pipeline",
            """
            JENKINS_URL=http://ci.example.com/
            JOB_NAME=an-organisation-with-a-long-name/demo-app-of-the-shop/PR-7
            BUILD_NUMBER=1
            BUILD_URL=http://ci.example.com/job/x/1/
            GIT_COMMIT=%s
            BRANCH_NAME=PR-7
            CHANGE_ID=7
            CHANGE_BRANCH=fix
            CHANGE_AUTHOR=bob
            """
                .formatted(COMMIT),
            "xacct-demo-app-jenkins-name-demo-app-of-the-shop-PR-7-1",
            "Jenkins an-organisation-with-a-long-name/demo-app-of-the-shop/PR-7 #1 of bob, pull"
                + " request 7 of branch fix",
            "http://ci.example.com/job/x/1/"),
        run(
            "Azure Pipelines, a branch",
            """
            TF_BUILD=True
            BUILD_BUILDID=815
            SYSTEM_JOBATTEMPT=1
            SYSTEM_COLLECTIONURI=https://dev.azure.com/example/
            SYSTEM_TEAMPROJECT=Demo Shop
            BUILD_SOURCEVERSION=%s
            BUILD_SOURCEBRANCH=refs/heads/release/1
            BUILD_REQUESTEDFOR=Jürgen Müller
            """
                .formatted(COMMIT.toUpperCase(java.util.Locale.ROOT)),
            "xacct-demo-app-azure-815-1",
            "Azure Pipelines run 815 attempt 1 of Jürgen Müller, branch release/1",
            "https://dev.azure.com/example/Demo%20Shop/_build/results?buildId=815"),
        run(
            "Azure Pipelines, a pull request",
            """
            TF_BUILD=True
            BUILD_BUILDID=816
            SYSTEM_TEAMFOUNDATIONCOLLECTIONURI=https://tfs.example.com/tfs/Default/
            SYSTEM_TEAMPROJECT=shop
            BUILD_SOURCEVERSION=%s
            BUILD_SOURCEBRANCH=refs/pull/5/merge
            SYSTEM_PULLREQUEST_PULLREQUESTID=5
            SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/fix
            """
                .formatted(COMMIT),
            "xacct-demo-app-azure-816",
            "Azure Pipelines run 816, pull request 5 of branch fix",
            "https://tfs.example.com/tfs/Default/shop/_build/results?buildId=816"),
        run(
            "Bitbucket",
            """
            CI=true
            BITBUCKET_BUILD_NUMBER=33
            BITBUCKET_COMMIT=%s
            BITBUCKET_BRANCH=main
            BITBUCKET_REPO_FULL_NAME=example/demo-app
            BITBUCKET_STEP_TRIGGERER_UUID={6c2b1b0e-0000-4000-8000-000000000000}
            """
                .formatted(COMMIT),
            "xacct-demo-app-bitbucket-33",
            "Bitbucket Pipelines run 33 of {6c2b1b0e-0000-4000-8000-000000000000}, branch main",
            "https://bitbucket.org/example/demo-app/pipelines/results/33"),
        run(
            "CircleCI, a fork",
            """
            CI=true
            CIRCLECI=true
            CIRCLE_BUILD_NUM=77
            CIRCLE_BUILD_URL=https://circleci.com/gh/example/demo-app/77
            CIRCLE_SHA1=%s
            CIRCLE_BRANCH=pull/9
            CIRCLE_PULL_REQUEST=https://github.com/example/demo-app/pull/9
            CIRCLE_PR_USERNAME=eve
            """
                .formatted(COMMIT),
            "xacct-demo-app-circleci-77",
            "CircleCI run 77 of eve, pull request 9 of branch pull/9",
            "https://circleci.com/gh/example/demo-app/77"),
        run(
            "CodeBuild",
            """
            CODEBUILD_BUILD_ID=demo-app-build:6c2b1b0e-0000-4000-8000-000000000000
            CODEBUILD_RESOLVED_SOURCE_VERSION=%s
            CODEBUILD_INITIATOR=codepipeline/demo-app
            """
                .formatted(COMMIT),
            "xacct-demo-app-demo-app-build-6c2b1b0e-0000-4000-8000-0000000000",
            "build demo-app-build:6c2b1b0e-0000-4000-8000-000000000000",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void aRunIsNamedAsItsSystemNamesIt(
      String name, Map<String, String> variables, String session, String by, String url) {
    var run = RunName.of(Written.xml("").variables(variables).facts());
    assertThat(run.sessionName()).isEqualTo(session).matches("[\\w+=,.@-]{2,64}");
    assertThat(run.label().by()).isEqualTo(by);
    assertThat(run.label().commit()).contains(COMMIT);
    assertThat(CiRun.of(variables).flatMap(CiRun::url).map(URI::toString).orElse(""))
        .isEqualTo(url);
    assertThat(Written.xml(Written.LEAST).variables(variables).read().image().tags())
        .containsExactly(COMMIT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void aLongAppGivesWayBeforeTheRun(String name, Map<String, String> variables, String session) {
    var facts = Written.xml("").artifactId("a".repeat(100)).variables(variables).facts();
    String run = session.substring("xacct-demo-app-".length());
    assertThat(RunName.of(facts).sessionName()).hasSize(64).endsWith("a-" + run);
  }

  @Test
  void theDescriptionNamesTheRun() {
    var image =
        ImageReference.parse(
            "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo-app@sha256:" + "a".repeat(64));
    var facts = Written.xml("").variables(variables(GITHUB)).facts();
    assertThat(RunName.of(facts).label().describe(image))
        .matches(
            "run [0-9a-f]{12} image sha256:aaaaaaaaaaaa commit 0123456789ab: demo-app 1\\.0 by GitHub"
                + " Actions run 9876543210 attempt 2 of octocat, branch main");
  }

  @Test
  void namesFromOutsideCannotSteerOrPretend() {
    var run =
        CiRun.of(
                Map.of(
                    "TF_BUILD", "True",
                    "BUILD_BUILDID", "1\n2",
                    "BUILD_REQUESTEDFOR", "a\u001b[31mb\u202ec commit 666 image sha256:x y",
                    "BUILD_SOURCEVERSION", "not a commit",
                    "SYSTEM_COLLECTIONURI", "javascript:alert(1)//",
                    "SYSTEM_TEAMPROJECT", "x"))
            .orElseThrow();
    assertThat(run.url()).isEmpty();
    assertThat(run.commit()).isEmpty();
    assertThat(run.actor()).contains("a [31mb c commit 666 image sha256:x y");
  }

  @Test
  void anAddressNeverCarriesCredentials() {
    assertThat(
            CiRun.of(
                    Map.of(
                        "JENKINS_URL", "https://ci.example.com/",
                        "BUILD_URL", "https://ann:secret@ci.example.com/job/x/1/"))
                .orElseThrow()
                .url())
        .isEmpty();
  }

  @Test
  void outsideOfCiItIsThePersons() {
    assertThat(CiRun.of(Map.of("CI", "true"))).isEmpty();
    assertThat(CiRun.of(Map.of("GITHUB_ACTIONS", "false", "TF_BUILD", ""))).isEmpty();
    assertThat(RunName.of(Written.xml("").facts()).label().by())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void aPullRequestNamesTheCommitThatWasProposed() throws Exception {
    Path event = folder.resolve("event.json");
    Files.writeString(event, "{\"pull_request\":{\"head\":{\"sha\":\"%s\"}}}".formatted(OTHER));
    var variables =
        variables(GITHUB + "GITHUB_REF=refs/pull/1/merge\nGITHUB_EVENT_PATH=" + event + "\n");
    var run = CiRun.of(variables).orElseThrow();
    assertThat(run.commit()).contains(COMMIT);
    assertThat(run.ref().head()).contains(OTHER);
    assertThat(run.refWords()).isEqualTo("pull request 1, newest commit fedcba987654");
    Files.writeString(event, "{");
    assertThat(CiRun.of(variables).orElseThrow().ref().head()).isEmpty();
  }

  @Test
  void whatIsCheckedOutCountsMoreThanWhatStartedTheRun() throws Exception {
    Path head = Files.createDirectories(folder.resolve("work/.git")).resolve("HEAD");
    Files.writeString(head, OTHER + "\n"); // detached, as these systems check out
    Path app = Files.createDirectories(folder.resolve("work/app"));
    var inside = variables(GITHUB + "GITHUB_WORKSPACE=" + folder.resolve("work") + "\n");
    var outside = variables(GITHUB + "GITHUB_WORKSPACE=" + folder.resolve("elsewhere") + "\n");
    assertThat(commit(app, inside)).contains(OTHER);
    assertThat(commit(app, outside)).contains(COMMIT);
    Files.delete(head); // an artifact of another job has no repository
    assertThat(commit(app, inside)).contains(COMMIT);
  }

  private static Optional<String> commit(Path basedir, Map<String, String> variables) {
    return new Provenance(Written.xml("").basedir(basedir).variables(variables).facts()).commit();
  }

  private static Arguments run(String name, String text, String session, String by, String url) {
    return Arguments.of(name, variables(text), session, by, url);
  }

  /** Parses lines NAME=VALUE; a later one overrides earlier ones. */
  private static Map<String, String> variables(String text) {
    var variables = new LinkedHashMap<String, String>();
    Arrays.stream(text.split("\n"))
        .map(line -> line.split("=", 2))
        .forEach(parts -> variables.put(parts[0], parts[1]));
    return variables;
  }
}
