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
 * Fails a class of tests during which the embedded AWS answered what AWS's models do not have. Of
 * all classes: META-INF/services names it.
 */
public final class AnswersFitTheModels implements BeforeAllCallback, AfterAllCallback {
  /** A stack's own events bear its status, of which the model of events does not have all. */
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
