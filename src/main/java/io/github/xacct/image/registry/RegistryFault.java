package io.github.xacct.image.registry;

import com.google.cloud.tools.jib.http.ResponseException;
import io.github.xacct.model.XacctException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A failure of a registry that may be temporary, and the error to report if it lasts. */
public final class RegistryFault extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final int UNAUTHORIZED = 401;

  private final int status;
  private final transient Optional<Duration> retryAfter;
  private final transient XacctException meaning;

  /**
   * @param status of the response; 0 if there was none
   * @param retryAfter the time to wait that the registry requests
   * @param meaning the error to report if it lasts
   */
  public RegistryFault(int status, Optional<Duration> retryAfter, XacctException meaning) {
    super(meaning.problem());
    this.status = status;
    this.retryAfter = retryAfter;
    this.meaning = meaning;
  }

  /**
   * The exception to throw: a fault if it may be temporary, otherwise the error.
   *
   * @param renewable whether a rejected password can be renewed
   */
  public static RuntimeException of(Throwable thrown, XacctException meaning, boolean renewable) {
    Optional<ResponseException> answer = Causes.find(thrown, ResponseException.class);
    if (answer.isPresent()) {
      int status = answer.get().getStatusCode();
      boolean again =
          isTransient(status, Causes.words(thrown))
              && (renewable || status != UNAUTHORIZED || hasOwnTokens(answer.get()));
      var after = retryAfter(answer.get().getHeaders().getRetryAfter());
      return again ? new RegistryFault(status, after, meaning) : meaning;
    }
    return isLost(thrown) ? new RegistryFault(0, Optional.empty(), meaning) : meaning;
  }

  /** Whether Jib requests a new token each time, so that an expired one is replaced. */
  private static boolean hasOwnTokens(ResponseException answer) {
    return String.valueOf(answer.getHeaders().getAuthenticate()).startsWith("Bearer ");
  }

  /** Whether a request with this response may succeed if retried. */
  public static boolean isTransient(int status, String words) {
    return BUSY.contains(status)
        || status == UNAUTHORIZED
        || (status >= 400 && status < 500 && words.contains("BLOB_UPLOAD_"));
  }

  /** Parses Retry-After: seconds, or an HTTP date. */
  public static Optional<Duration> retryAfter(String header) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    try {
      var at =
          text.matches("\\d{1,9}")
              ? null
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      var wait =
          at == null
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(Instant.now(), at.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether an established connection was lost, rather than never established or failed locally.
   */
  static boolean isLost(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof SSLHandshakeException
          || t instanceof SSLPeerUnverifiedException) {
        return false;
      }
      if (t instanceof SocketException
          || t instanceof SocketTimeoutException
          || t instanceof SSLException
          || t instanceof EOFException
          || t.getClass().getSimpleName().equals("UnexpectedBlobDigestException")
          || (t instanceof IOException && t.getClass().getName().startsWith("org.apache.http."))) {
        return true;
      }
    }
    return false;
  }

  boolean isExpired() {
    return status == UNAUTHORIZED;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** A short description for the log of {@code -X}. */
  String brief() {
    return status == 0 ? "connection to the registry lost" : "the registry answered " + status;
  }

  /** The error, with the number of attempts. */
  XacctException exception(int tries, Duration waited) {
    return tries < 2
        ? meaning
        : meaning.evidence(
            "Tried " + tries + " times, with waits of " + waited.toSeconds() + " s in all.");
  }
}
