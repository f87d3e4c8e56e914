package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.wire.AnswerCheck;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a response of the embedded AWS violated AWS's models. Registered
 * for all classes in META-INF/services.
 */
public final class AnswersFitTheModels implements BeforeAllCallback, AfterAllCallback {
  /** Events of a stack contain its status, whose values are not all in the model of events. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "cloudformation:DescribeStackEvents answers StackEvents\\[].ResourceStatus: .* "
              + "\\(\"(REVIEW_IN_PROGRESS|UPDATE(_ROLLBACK)?_COMPLETE_CLEANUP_IN_PROGRESS)\"\\)");

  private static final Set<String> DEVIATIONS = ConcurrentHashMap.newKeySet();

  @Override
  public void beforeAll(ExtensionContext context) {
    AnswerCheck.listen(DEVIATIONS::add);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var found = new TreeSet<>(DEVIATIONS);
    DEVIATIONS.clear();
    found.removeIf(KNOWN.asMatchPredicate());
    assertThat(found).as("answers that are not what AWS's models say").isEmpty();
  }
}
