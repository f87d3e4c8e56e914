package io.github.xacct.goal.configuration;

import io.github.xacct.goal.ci.CiRun;
import io.github.xacct.goal.ci.GitHead;
import io.github.xacct.goal.configuration.xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The origin of an image: commit, version, source, creation time. */
public final class Provenance {
  /** Jib's default creation time, one second after the epoch. */
  static final Instant NO_TIME = Instant.ofEpochSecond(1);

  /** The source version in CodeBuild; for a source in S3 it is not a commit. */
  private static final String CODEBUILD_COMMIT = "CODEBUILD_RESOLVED_SOURCE_VERSION";

  private static final String TIMESTAMP = "project.build.outputTimestamp";

  private final ProjectFacts project;
  private final Optional<String> commit;

  public Provenance(ProjectFacts project) {
    this.project = project;
    this.commit =
        Optional.ofNullable(project.environmentVariables().get(CODEBUILD_COMMIT))
            .filter(GitHead::isCommit)
            .or(
                () ->
                    CiRun.of(project.environmentVariables())
                        .flatMap(run -> run.builtCommit(project.basedir())))
            .or(() -> GitHead.of(project.basedir()));
  }

  public Optional<String> commit() {
    return commit;
  }

  String version() {
    return project.version();
  }

  /**
   * Returns the project's output timestamp, written as ISO 8601 or in seconds. As in Maven's own
   * plugins, a single character that is not a digit means none.
   */
  Optional<Instant> created(Element element) {
    String text = project.projectProperties().getProperty(TIMESTAMP);
    if (text != null && text.trim().length() == 1 && !Character.isDigit(text.trim().charAt(0))) {
      return Optional.empty();
    }
    return element.optional(text, Provenance::instant);
  }

  /** Returns the known OCI annotations, overridden by the configured labels. */
  Map<String, String> labels(Map<String, String> written, Optional<Instant> created) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("org.opencontainers.image.version", project.version());
    commit.ifPresent(id -> labels.put("org.opencontainers.image.revision", id));
    project.scmUrl().ifPresent(url -> labels.put("org.opencontainers.image.source", url));
    created.ifPresent(time -> labels.put("org.opencontainers.image.created", time.toString()));
    labels.putAll(written);
    return Collections.unmodifiableMap(labels);
  }

  private static Instant instant(String text) {
    try {
      return text.chars().allMatch(Character::isDigit)
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time: write one such as 2026-01-01T00:00:00Z, or seconds", e);
    }
  }
}
