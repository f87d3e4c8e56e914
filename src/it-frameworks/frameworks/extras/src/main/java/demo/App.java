package demo;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** An app with an agent, a certificate authority and a native library from the image. */
public class App {
  public static void main(String[] arguments) throws Exception {
    System.loadLibrary("tiny");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    String issuers =
        Arrays.stream(((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers())
            .map(certificate -> certificate.getSubjectX500Principal().getName())
            .toList()
            .toString();
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = issuers.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    System.out.println("ANSWERS with tiny, trusts " + issuers);
  }
}
