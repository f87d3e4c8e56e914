package io.github.xacct.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Creates the SDK's HTTP client, which loads all CA certificates, when it is first needed: calls to
 * this machine by plain HTTP do without it.
 */
final class HttpOnDemand implements SdkHttpClient {
  private final Supplier<SdkHttpClient> make;
  private final boolean proxied;
  private @Nullable SdkHttpClient plain;
  private @Nullable SdkHttpClient whole;

  HttpOnDemand() {
    this(UrlConnectionHttpClient::create, isProxied());
  }

  /**
   * @param make creates the client for all other calls
   * @param proxied whether this process has a proxy, which calls to this machine may pass too
   */
  HttpOnDemand(Supplier<SdkHttpClient> make, boolean proxied) {
    this.make = make;
    this.proxied = proxied;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return client(request.httpRequest().getUri()).prepareRequest(request);
  }

  private synchronized SdkHttpClient client(URI address) {
    if (!proxied && "http".equals(address.getScheme()) && isLoopback(address.getHost())) {
      if (plain == null) {
        plain = UrlConnectionHttpClient.create(HttpOnDemand::open);
      }
      return plain;
    }
    if (whole == null) {
      whole = make.get();
    }
    return whole;
  }

  private static HttpURLConnection open(URI address) {
    try {
      return (HttpURLConnection) address.toURL().openConnection();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLoopback(@Nullable String host) {
    return "localhost".equals(host) || host != null && host.matches("127(\\.\\d+){3}");
  }

  private static boolean isProxied() {
    return Stream.of("http.proxyHost", "https.proxyHost")
            .anyMatch(p -> System.getProperty(p) != null)
        || System.getenv().keySet().stream().anyMatch("http_proxy"::equalsIgnoreCase);
  }

  @Override
  public String clientName() {
    return "UrlConnection";
  }

  @Override
  public synchronized void close() {
    Stream.of(plain, whole).filter(client -> client != null).forEach(SdkHttpClient::close);
  }
}
