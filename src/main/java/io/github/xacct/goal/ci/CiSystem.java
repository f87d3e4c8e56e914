package io.github.xacct.goal.ci;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The CI systems that describe their runs in environment variables; each constant cites their
 * documentation. The first match counts: CodeBuild may host runners of GitHub or GitLab, and a
 * Jenkins agent may run anywhere.
 */
public enum CiSystem {
  /** docs.github.com, "Variables reference", "Default environment variables". */
  GITHUB("GitHub Actions", "github") {
    @Override
    boolean runs(CiVariables v) {
      return v.isTrue("GITHUB_ACTIONS");
    }

    @Override
    CiRun read(CiVariables v) {
      String id = v.text("GITHUB_RUN_ID").orElse("unknown");
      String attempt = v.text("GITHUB_RUN_ATTEMPT").orElse("1");
      Optional<URI> url =
          v.url("GITHUB_SERVER_URL")
              .flatMap(server -> v.text("GITHUB_REPOSITORY").map(r -> server + "/" + r))
              .filter(repository -> v.has("GITHUB_RUN_ID"))
              .map(repository -> repository + "/actions/runs/" + id + "/attempts/" + attempt)
              .flatMap(CiVariables::urlOf);
      return new CiRun(
          this,
          id + " attempt " + attempt,
          url,
          v.commit("GITHUB_SHA"),
          GitHubRef.of(v),
          v.first("GITHUB_TRIGGERING_ACTOR", "GITHUB_ACTOR"),
          v.folder("GITHUB_WORKSPACE"));
    }
  },

  /** docs.gitlab.com, "Predefined CI/CD variables reference". */
  GITLAB("GitLab CI", "gitlab") {
    @Override
    boolean runs(CiVariables v) {
      return v.isTrue("GITLAB_CI");
    }

    @Override
    CiRun read(CiVariables v) {
      String pipeline = v.text("CI_PIPELINE_ID").orElse("unknown");
      // The source branch's SHA is set only if GitLab itself created a merge commit.
      var ref =
          CiRef.of(v.text("CI_COMMIT_BRANCH"), v.text("CI_COMMIT_TAG"))
              .forPullRequest(
                  v.text("CI_MERGE_REQUEST_IID"),
                  v.text("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
                  v.commit("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"));
      return new CiRun(
          this,
          pipeline + v.text("CI_JOB_ID").map(job -> " job " + job).orElse(""),
          v.url("CI_JOB_URL").or(() -> v.url("CI_PIPELINE_URL")),
          v.commit("CI_COMMIT_SHA"),
          ref,
          v.first("GITLAB_USER_LOGIN", "GITLAB_USER_NAME"),
          v.folder("CI_PROJECT_DIR"));
    }
  },

  /** learn.microsoft.com, "Use predefined variables" of Azure Pipelines. */
  AZURE("Azure Pipelines", "azure") {
    @Override
    boolean runs(CiVariables v) {
      return v.isTrue("TF_BUILD");
    }

    @Override
    CiRun read(CiVariables v) {
      String id = v.text("BUILD_BUILDID").orElse("unknown");
      Optional<URI> url =
          v.first("SYSTEM_COLLECTIONURI", "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")
              .map(collection -> collection.replaceAll("/+$", "") + "/")
              .flatMap(collection -> v.text("SYSTEM_TEAMPROJECT").map(p -> collection + p))
              .filter(project -> v.has("BUILD_BUILDID"))
              .map(project -> project + "/_build/results?buildId=" + id)
              .flatMap(CiVariables::urlOf);
      var ref =
          CiRef.named(v.text("BUILD_SOURCEBRANCH"))
              .forPullRequest(
                  v.first(
                      "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"),
                  v.text("SYSTEM_PULLREQUEST_SOURCEBRANCH")
                      .map(name -> name.replaceFirst("^refs/heads/", "")),
                  v.commit("SYSTEM_PULLREQUEST_SOURCECOMMITID"));
      return new CiRun(
          this,
          id + v.text("SYSTEM_JOBATTEMPT").map(attempt -> " attempt " + attempt).orElse(""),
          url,
          v.commit("BUILD_SOURCEVERSION"),
          ref,
          v.first("BUILD_REQUESTEDFOR", "BUILD_QUEUEDBY"),
          v.folder("BUILD_SOURCESDIRECTORY"));
    }
  },

  /** support.atlassian.com, "Variables and secrets" of Bitbucket Pipelines. */
  BITBUCKET("Bitbucket Pipelines", "bitbucket") {
    @Override
    boolean runs(CiVariables v) {
      return v.has("BITBUCKET_BUILD_NUMBER");
    }

    @Override
    CiRun read(CiVariables v) {
      String number = v.text("BITBUCKET_BUILD_NUMBER").orElseThrow();
      Optional<URI> url =
          v.text("BITBUCKET_REPO_FULL_NAME")
              .map(name -> "https://bitbucket.org/" + name + "/pipelines/results/" + number)
              .flatMap(CiVariables::urlOf);
      var ref =
          CiRef.of(v.text("BITBUCKET_BRANCH"), v.text("BITBUCKET_TAG"))
              .forPullRequest(v.text("BITBUCKET_PR_ID"), Optional.empty(), Optional.empty());
      return new CiRun(
          this,
          number + v.text("BITBUCKET_STEP_RUN_NUMBER").map(n -> " attempt " + n).orElse(""),
          url,
          v.commit("BITBUCKET_COMMIT"),
          ref,
          v.text("BITBUCKET_STEP_TRIGGERER_UUID"),
          v.folder("BITBUCKET_CLONE_DIR"));
    }
  },

  /** circleci.com/docs, "Project values and variables", "Built-in environment variables". */
  CIRCLECI("CircleCI", "circleci") {
    @Override
    boolean runs(CiVariables v) {
      return v.isTrue("CIRCLECI");
    }

    @Override
    CiRun read(CiVariables v) {
      Optional<String> pullRequest =
          v.text("CIRCLE_PR_NUMBER")
              .or(() -> v.url("CIRCLE_PULL_REQUEST").map(CiSystem::lastSegment));
      // The pull request of a fork has the branch pull/NUMBER.
      var ref =
          CiRef.of(v.text("CIRCLE_BRANCH"), v.text("CIRCLE_TAG"))
              .forPullRequest(pullRequest, Optional.empty(), Optional.empty());
      return new CiRun(
          this,
          v.text("CIRCLE_BUILD_NUM").orElse("unknown"),
          v.url("CIRCLE_BUILD_URL"),
          v.commit("CIRCLE_SHA1"),
          ref,
          v.first("CIRCLE_USERNAME", "CIRCLE_PR_USERNAME"),
          v.folder("CIRCLE_WORKING_DIRECTORY"));
    }
  },

  /** CodeBuild user guide, "Environment variables in build environments". */
  CODEBUILD("CodeBuild", "") {
    @Override
    boolean runs(CiVariables v) {
      return v.has("CODEBUILD_BUILD_ID");
    }

    @Override
    CiRun read(CiVariables v) {
      return new CiRun(
          this,
          v.text("CODEBUILD_BUILD_ID").orElseThrow(),
          v.url("CODEBUILD_BUILD_URL"),
          v.commit("CODEBUILD_RESOLVED_SOURCE_VERSION"),
          CiRef.named(v.text("CODEBUILD_WEBHOOK_HEAD_REF")),
          v.text("CODEBUILD_INITIATOR"),
          Optional.<Path>empty());
    }

    /** Returns the words of CodeBuild's own list of builds. */
    @Override
    String words(String id) {
      return "build " + id;
    }

    @Override
    String shortName(String id) {
      return id;
    }
  },

  /** "Using environment variables" of Jenkins, and those of its git and branch source plugins. */
  JENKINS("Jenkins", "jenkins") {
    @Override
    boolean runs(CiVariables v) {
      return v.has("JENKINS_URL") || v.text("BUILD_TAG").orElse("").startsWith("jenkins-");
    }

    @Override
    CiRun read(CiVariables v) {
      String job = v.text("JOB_NAME").orElse("unknown");
      var ref =
          CiRef.of(
                  v.text("BRANCH_NAME")
                      .or(() -> v.text("GIT_BRANCH").map(b -> b.replaceFirst("^origin/", ""))),
                  v.text("TAG_NAME"))
              .forPullRequest(v.text("CHANGE_ID"), v.text("CHANGE_BRANCH"), Optional.empty());
      return new CiRun(
          this,
          job + " #" + v.text("BUILD_NUMBER").orElse("unknown"),
          v.url("BUILD_URL"),
          v.commit("GIT_COMMIT"),
          ref,
          v.first("BUILD_USER_ID", "BUILD_USER", "CHANGE_AUTHOR"),
          v.folder("WORKSPACE"));
    }

    @Override
    String words(String id) {
      return "Jenkins " + id;
    }
  };

  private final String displayName;
  private final String shortName;

  CiSystem(String displayName, String shortName) {
    this.displayName = displayName;
    this.shortName = shortName;
  }

  /** Whether the variables of this system are set. */
  abstract boolean runs(CiVariables variables);

  /** Returns the run that the variables describe. */
  abstract CiRun read(CiVariables variables);

  /** Returns a run in words. */
  String words(String id) {
    return displayName + " run " + id;
  }

  /** Returns a run in the few characters that session names permit. */
  String shortName(String id) {
    return shortName + "-" + id.replace(" attempt ", "-").replace(" job ", "-").replace(" #", "-");
  }

  @Override
  public String toString() {
    return displayName;
  }

  private static String lastSegment(URI url) {
    return url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
  }
}
