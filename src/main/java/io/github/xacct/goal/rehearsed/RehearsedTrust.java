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
 * Trusts the certificates of HTTPS listeners of another process's rehearsal, from the file in an
 * environment variable.
 */
public final class RehearsedTrust {
  private RehearsedTrust() {}

  /**
   * Returns the TLS context for the file; empty if the variable is not set or the file does not
   * exist.
   */
  public static Optional<SSLContext> ofEnvironment() {
    return Optional.ofNullable(System.getenv("XACCT_REHEARSED_TRUST"))
        .map(Path::of)
        .filter(Files::exists)
        .map(RehearsedTrust::with);
  }

  /**
   * Returns a TLS context that trusts the JVM's certificates and those of a file.
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
