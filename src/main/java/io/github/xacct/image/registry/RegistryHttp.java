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
 * Requests to the registry that is pushed to, over connections that are kept from one to the next.
 *
 * <p>The JDK's old client on purpose: it starts no thread that would have to be ended, and never
 * leaves for another host with the password.
 */
public final class RegistryHttp {
  private static final int TIMEOUT_MILLIS = 30_000;

  /** ECR hashes a layer of gigabytes before it answers. */
  private static final int BODY_TIMEOUT_MILLIS = 120_000;

  /** Up to here Java keeps a copy, to send it again over another connection. */
  private static final int SMALL = 1 << 20;

  private final RegistryAccess access;
  private final RegistryPassword password;
  private final RegistryRetries retries;
  private final String agent;
  private final Consumer<String> debug;

  /**
   * @param agent who asks
   * @param debug takes a line for each answer
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

  /** What goes with a request. */
  public interface Body {
    String mediaType();

    /** In bytes. */
    long size();

    void writeTo(OutputStream out) throws IOException;

    /** How far it came, if the connection was lost; empty if that is of no interest. */
    default Optional<String> progress() {
      return Optional.empty();
    }
  }

  /**
   * A request.
   *
   * @param accept media types
   * @param action as an error names it, such as {@code read}
   */
  public record Request(
      String method, URI address, String accept, Optional<Body> body, String action) {}

  /** The result of the work, which is done again while a registry's fault may pass. */
  public <T> T ask(Function<Attempt, T> work) {
    String[] used = {""};
    return retries.ask(
        () -> {
          used[0] = password.get();
          return work.apply(new Attempt(used[0]));
        },
        () -> password.renew(used[0]));
  }

  /** One attempt, with one password. */
  public final class Attempt {
    private final String secret;

    private Attempt(String secret) {
      this.secret = secret;
    }

    /**
     * The registry's answer, also if it is a refusal.
     *
     * @throws RegistryFault if it may pass
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

    /** With its length of zero, which some servers require and Java does not send by itself. */
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

    /** Java's exception for a connection that was lost meanwhile is one of any kind. */
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

  /** What the registry answered. */
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

    /** A 401 after a body that was streamed is an exception of Java's, for it has no other copy. */
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
