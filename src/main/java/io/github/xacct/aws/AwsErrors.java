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

/**
 * Turns errors of AWS calls into {@link XacctException}s: AWS's message verbatim, with the request
 * ID.
 */
public final class AwsErrors {
  /** Maximum number of characters quoted from a response that is not AWS's own. */
  private static final int FOREIGN = 80;

  private AwsErrors() {}

  /** Makes a call; if it fails, throws an {@link XacctException} with this problem. */
  public static <T> T call(String problem, Supplier<T> call) {
    try {
      return twiceIfTheSessionEnded(call);
    } catch (SdkException e) {
      throw exception(problem, e);
    }
  }

  /**
   * Makes a call that may be repeated; throws a {@link TransientFailure} if a retry may succeed.
   */
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

  /** Whether the same call may succeed a little later. */
  public static boolean mayPass(AwsServiceException e) {
    return e.isThrottlingException()
        // An AWS emulator answers 501 for an operation that it lacks; a retry does not help.
        || e.statusCode() >= 500 && e.statusCode() != 501
        || e.isClockSkewException()
        // Two builds register the same family; ECS has no error code of its own for this.
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

  /** Problem and evidence of a failed call, for callers that add their own suggestion. */
  static XacctException evidence(String problem, AwsServiceException e) {
    return XacctException.yours(problem).evidence("AWS said: " + words(e));
  }

  /** Problem, evidence and suggestion of a failed call. */
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

  /** Returns the exception with these lines added to its suggestion. */
  public static XacctException advised(XacctException reported, List<String> advice) {
    for (String line : advice) {
      reported = reported.suggestion(line);
    }
    return reported;
  }

  /** Returns AWS's error code, or the empty string if the response has none. */
  public static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  /**
   * The message of AWS or the SDK, with the call unless the message names it, and the request ID.
   */
  public static String words(SdkException e) {
    String said = e instanceof AwsServiceException service ? said(service) : said(e);
    String operation = FailedCalls.operation(e).orElse("");
    return FailedCalls.name(e)
            .filter(name -> !said.contains(operation))
            .map(n -> n + ": ")
            .orElse("")
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

  /** Describes a response that is not AWS's own, such as a proxy's. */
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

  /** Returns a member that AWS's responses always have; fails if it is null. */
  public static <T> T member(String call, String name, @Nullable T value) {
    if (value == null) {
      throw new IncompleteResponse(call + ": an answer without " + name);
    }
    return value;
  }
}
