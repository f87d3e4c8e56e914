package io.github.xacct.goal.rehearsed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom this Maven trusts in addition if it works on the rehearsal of another process: the
 * certificates that the rehearsal's HTTPS listeners show, from the file that a variable names.
 */
public final class RehearsedTrust {
  private RehearsedTrust() {}

  /** What the environment names; absent if it names nothing, or a file that is not there. */
  public static Optional<SSLContext> ofEnvironment() {
    return Optional.ofNullable(System.getenv("XACCT_REHEARSED_TRUST"))
        .map(Path::of)
        .filter(Files::exists)
        .map(RehearsedTrust::with);
  }

  /**
   * Trusts what this JVM trusts and the certificates of a file.
   *
   * @param file certificates in PEM
   */
  public static SSLContext with(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (TrustManager manager : managers(null)) {
        for (X509Certificate one : ((X509TrustManager) manager).getAcceptedIssuers()) {
          anchors.setCertificateEntry("jvm-" + anchors.size(), one);
        }
      }
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.setCertificateEntry("rehearsal-" + anchors.size(), one);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(anchors), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the rehearsal's certificates in " + file, e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
