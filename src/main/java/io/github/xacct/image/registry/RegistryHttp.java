package io.github.xacct.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends requests to the target registry over persistent connections.
 *
 * <p>Uses HttpURLConnection because it starts no threads, and never follows a redirect to another
 * host with the password.
 */
public final class RegistryHttp {
  private static final int TIMEOUT_MILLIS = 30_000;

  /** Long, because ECR hashes a layer of gigabytes before it responds. */
  private static final int BODY_TIMEOUT_MILLIS = 120_000;

  /** Up to this size Java buffers the body, to send it again over another connection. */
  private static final int SMALL = 1 << 20;

  private final RegistryAccess access;
  private final RegistryPassword password;
  private final RegistryRetries retries;
  private final String agent;
  private final Consumer<String> debug;

  /**
   * @param agent the User-Agent
   * @param debug receives a line for each response
   */
  public RegistryHttp(
      RegistryAccess access,
      RegistryPassword password,
      RegistryRetries retries,
      String agent,
      Consumer<String> debug) {
    this.debug = debug;
    this.access = access;
    this.password = password;
    this.retries = retries;
    this.agent = agent;
  }

  /** The body of a request. */
  public interface Body {
    String mediaType();

    /** The size in bytes. */
    long size();

    void writeTo(OutputStream out) throws IOException;

    /** How much was sent, if the connection was lost; empty if not relevant. */
    default Optional<String> progress() {
      return Optional.empty();
    }
  }

  /**
   * A request.
   *
   * @param accept media types
   * @param action for error messages, such as {@code read}
   */
  public record Request(
      String method, URI address, String accept, Optional<Body> body, String action) {}

  /** Returns the result of the work, which is retried after a {@link RegistryFault}. */
  public <T> T ask(Function<Attempt, T> work) {
    String[] used = {""};
    return retries.ask(
        () -> {
          used[0] = password.get();
          return work.apply(new Attempt(used[0]));
        },
        () -> password.renew(used[0]));
  }

  /** One attempt with one password. */
  public final class Attempt {
    private final String secret;

    private Attempt(String secret) {
      this.secret = secret;
    }

    /**
     * Sends a request and returns the response, even if it is an error.
     *
     * @throws RegistryFault if the failure may be temporary
     */
    public Answer send(Request request) {
      try {
        Answer answer = once(request);
        debug.accept(
            request.method() + " " + request.address().getPath() + " answered " + answer.status);
        if (answer.status >= 400) {
          refuseWhatMayPass(answer, request.action());
        }
        return answer;
      } catch (IOException e) {
        String asked = request.method() + " " + request.address().getPath();
        var meaning = TargetErrors.lost(access.repositoryUri(), asked, e);
        var progress = request.body().flatMap(Body::progress);
        throw RegistryFault.of(e, progress.map(meaning::evidence).orElse(meaning), true);
      }
    }

    private Answer once(Request request) throws IOException {
      var connection = (HttpURLConnection) request.address().toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(request.body().isEmpty() ? TIMEOUT_MILLIS : BODY_TIMEOUT_MILLIS);
      connection.setRequestMethod(request.method());
      if (request.address().getAuthority().equals(access.host())) {
        connection.setRequestProperty("Authorization", basic());
      }
      connection.setRequestProperty("User-Agent", agent);
      connection.setRequestProperty("Accept", request.accept());
      if (request.body().isPresent()) {
        write(connection, request.body().get());
      } else if (request.method().equals("POST")) {
        writeNothing(connection);
      }
      return Answer.of(connection);
    }

    /** Sends an empty body with a length of zero, which some servers require and Java omits. */
    private static void writeNothing(HttpURLConnection connection) throws IOException {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      connection.getOutputStream().close();
    }

    private static void write(HttpURLConnection connection, Body body) throws IOException {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", body.mediaType());
      if (body.size() > SMALL) {
        connection.setFixedLengthStreamingMode(body.size());
      }
      try (OutputStream out = connection.getOutputStream()) {
        writeTo(out, body);
      }
    }

    /** Writes the body; Java throws various exceptions if the connection is lost meanwhile. */
    private static void writeTo(OutputStream out, Body body) throws IOException {
      try {
        body.writeTo(out);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        throw (SocketException) new SocketException(e.getMessage()).initCause(e);
      }
    }

    private String basic() {
      byte[] login = (access.user() + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(login);
    }
  }

  private void refuseWhatMayPass(Answer answer, String action) {
    RegistryError error = answer.error();
    if (RegistryFault.isTransient(answer.status, error.code() + error.message())) {
      throw new RegistryFault(
          answer.status, answer.retryAfter, error.exception(action, access.repositoryUri()));
    }
  }

  /** A response of the registry. */
  public record Answer(
      int status,
      byte[] body,
      String type,
      Optional<String> digest,
      Optional<String> location,
      Optional<Duration> retryAfter) {

    private static Answer of(HttpURLConnection connection) throws IOException {
      int status = status(connection);
      InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      byte[] body = stream == null ? new byte[0] : stream.readAllBytes();
      if (stream != null) {
        stream.close();
      }
      return new Answer(
          status,
          body,
          connection.getContentType(),
          Optional.ofNullable(connection.getHeaderField("Docker-Content-Digest")),
          Optional.ofNullable(connection.getHeaderField("Location")),
          RegistryFault.retryAfter(connection.getHeaderField("Retry-After")));
    }

    /** The status; for a 401 after a streamed body Java throws an exception instead. */
    private static int status(HttpURLConnection connection) throws IOException {
      try {
        return connection.getResponseCode();
      } catch (HttpRetryException e) {
        return e.responseCode();
      }
    }

    public boolean isGood() {
      return status / 100 == 2;
    }

    public RegistryError error() {
      return RegistryError.read(status, new String(body, StandardCharsets.UTF_8));
    }
  }
}
