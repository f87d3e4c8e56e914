package io.github.xacct.aws;

import io.github.xacct.advice.Advice;
import io.github.xacct.advice.Advice.Place;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Unattended;
import io.github.xacct.model.XacctException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS's refusals in our three parts, AWS's words verbatim with the request id. */
public final class AwsErrors {
  /** So much of a text that is not AWS's. */
  private static final int FOREIGN = 80;

  private AwsErrors() {}

  /** Makes a call; what AWS refuses is reported as {@code problem}. */
  public static <T> T call(String problem, Supplier<T> call) {
    try {
      return twiceIfTheSessionEnded(call);
    } catch (SdkException e) {
      throw exception(problem, e);
    }
  }

  /** Makes a call that may be repeated; what may go away by itself is a TransientFailure. */
  public static <T> T ask(String problem, Supplier<T> call) {
    try {
      return twiceIfTheSessionEnded(call);
    } catch (AwsServiceException e) {
      if (mayPass(e)) {
        throw new TransientFailure(words(e), e);
      }
      throw exception(problem, e);
    } catch (SdkClientException e) {
      throw new TransientFailure(words(e), e);
    }
  }

  /** Whether the same may be answered a little later. */
  public static boolean mayPass(AwsServiceException e) {
    return e.isThrottlingException()
        // 501 is a look-alike's word for what it will not learn by being asked again.
        || e.statusCode() >= 500 && e.statusCode() != 501
        || e.isClockSkewException()
        // Two builds register the same family; ECS has no code of its own for it.
        || String.valueOf(e.getMessage()).contains("Too many concurrent attempts")
        || SessionEnd.caused(e);
  }

  private static <T> T twiceIfTheSessionEnded(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      if (!SessionEnd.caused(e)) {
        throw e;
      }
      return call.get();
    }
  }

  /** The first two parts of one failed call, for those who know what to suggest. */
  static XacctException evidence(String problem, AwsServiceException e) {
    return XacctException.yours(problem).evidence("AWS said: " + words(e));
  }

  /** The three parts of one failed call. */
  public static XacctException exception(String problem, SdkException e) {
    var reported = XacctException.yours(problem);
    if (!(e instanceof AwsServiceException service)) {
      return advised(
          reported.evidence("The AWS SDK said: " + words(e)), Advice.on(Place.SDK, words(e)));
    }
    var places = new HashSet<>(Set.of(Place.CALL));
    if (Unattended.is(System.getenv())) {
      places.add(Place.CALL_IN_CI);
    }
    return advised(
        evidence(problem, service),
        Advice.on(places, words(service), Map.of("environment", "ENV")));
  }

  /** The exception with lines of advice added to its suggestion. */
  public static XacctException advised(XacctException reported, List<String> advice) {
    for (String line : advice) {
      reported = reported.suggestion(line);
    }
    return reported;
  }

  /** The error code, or the empty string. */
  public static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  /** What AWS or the SDK said: the call unless the words name it, and the request id. */
  public static String words(SdkException e) {
    String said = e instanceof AwsServiceException service ? said(service) : said(e);
    String operation = Calls.operation(e).orElse("");
    return Calls.name(e).filter(name -> !said.contains(operation)).map(n -> n + ": ").orElse("")
        + said;
  }

  private static String said(AwsServiceException e) {
    var details = e.awsErrorDetails();
    String message = details == null ? e.getMessage() : details.errorMessage();
    boolean silent = message == null || message.isBlank();
    String id = e.requestId() == null ? "" : " (request " + e.requestId() + ")";
    if (code(e).isEmpty()) {
      return "HTTP " + e.statusCode() + (silent ? ", " + body(e) : " - " + message) + id;
    }
    return code(e) + (silent ? "" : " - " + message) + id;
  }

  /** An answer that is not AWS's own, of a proxy for instance. */
  private static String body(AwsServiceException e) {
    var raw = e.awsErrorDetails() == null ? null : e.awsErrorDetails().rawResponse();
    String text = raw == null ? "" : raw.asString(StandardCharsets.UTF_8);
    text = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return text.isEmpty()
        ? "empty answer"
        : "not AWS's own answer: " + text.substring(0, Math.min(FOREIGN, text.length()));
  }

  private static String said(SdkException e) {
    if (String.valueOf(e.getMessage()).startsWith("Unable to unmarshall")) {
      return "an answer that is not AWS's own";
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String name = root.getClass().getSimpleName();
    return String.valueOf(e.getMessage())
        .replaceAll("\\bnull\\b", name)
        .replaceAll(" \\(SDK Attempt Count: \\d+\\)", "")
        .strip();
  }

  /** A member of an answer that AWS always gives. */
  public static <T> T member(String call, String name, @Nullable T value) {
    if (value == null) {
      throw new HollowAnswer(call + ": an answer without " + name);
    }
    return value;
  }
}
