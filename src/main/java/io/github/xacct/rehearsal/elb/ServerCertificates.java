package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Certificates;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server certificates of HTTPS and TLS listeners: for each ACM certificate a self-signed one
 * with the same names and expiration, created by the JDK's keytool and kept in the state folder
 * with its key. Clients trust only these.
 */
public final class ServerCertificates {
  private static final String ALIAS = "listener";
  private static final String TRUSTED = "trusted.pem";
  private static final DateTimeFormatter KEYTOOLS =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  /** Not a secret: only this user can read the file, and its key is useless outside a rehearsal. */
  private static final String PASSWORD = "rehearsal";

  private final Path folder;
  private final Certificates certificates;
  private final Map<String, KeyStore> made = new TreeMap<>();

  /** The contexts by certificate, because decrypting a key takes as long as a hundred calls. */
  private final Map<String, SSLContext> contexts = new TreeMap<>();

  /**
   * @param folder for the certificates
   */
  public ServerCertificates(Path folder, Certificates certificates) {
    this.folder = folder;
    this.certificates = certificates;
  }

  /** The TLS configuration of a listener; a different key means a different certificate. */
  record Secured(String key, List<String> names, SSLContext context) {}

  /**
   * Returns the TLS configuration of a listener; empty without TLS or with an unknown certificate.
   */
  synchronized Optional<Secured> of(Resource listener) {
    JsonNode properties = listener.properties();
    String arn = properties.at("/Certificates/0/CertificateArn").asText();
    return Optional.of(arn)
        .filter(a -> List.of("HTTPS", "TLS").contains(properties.path("Protocol").asText()))
        .flatMap(a -> certificates.find(listener.place(), a))
        .map(this::secured);
  }

  private Secured secured(ObjectNode certificate) {
    List<String> names = Json.textsOf(certificate.path("SubjectAlternativeNames"));
    Instant end = Instant.ofEpochSecond(certificate.path("@NotAfter").asLong());
    boolean expired = end.isBefore(Instant.now());
    String key = Integer.toHexString(names.hashCode()) + (expired ? "-expired" : "");
    SSLContext context = contexts.computeIfAbsent(key, k -> context(make(k, names, expired), true));
    return new Secured(key, names, context);
  }

  /**
   * Returns the PEM file of the listeners' certificates for other processes; empty if no listener
   * uses HTTPS.
   */
  public synchronized Optional<Path> file() {
    return made.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(TRUSTED));
  }

  private void write() throws IOException, GeneralSecurityException {
    var text = new StringBuilder();
    for (KeyStore store : made.values()) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(
              Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(store.getCertificate(ALIAS).getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    Files.writeString(folder.resolve(TRUSTED), text);
  }

  /** Returns an SSL context that trusts only the certificates of this rehearsal's listeners. */
  public synchronized SSLContext trusted() {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (var one : made.entrySet()) {
        anchors.setCertificateEntry(one.getKey(), one.getValue().getCertificate(ALIAS));
      }
      return context(anchors, false);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the rehearsal's certificates cannot be read", e);
    }
  }

  private static SSLContext context(KeyStore store, boolean server) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (server) {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), null, null);
      } else {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        context.init(null, trust.getTrustManagers(), null);
      }
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the rehearsal's certificates cannot be used", e);
    }
  }

  private KeyStore make(String key, List<String> names, boolean expired) {
    Path file = folder.resolve(key + ".p12");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file) || !covers(file, expired)) {
        Files.deleteIfExists(file);
        run(file, names, expired);
      }
      KeyStore store = read(file);
      made.put(key, store);
      write();
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate for " + names + " in " + file, e);
    }
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  /**
   * Returns whether the certificate of an earlier rehearsal is still expired or not expired, as
   * required.
   */
  private static boolean covers(Path file, boolean expired) {
    try {
      var certificate = (java.security.cert.X509Certificate) read(file).getCertificate(ALIAS);
      boolean ended = certificate.getNotAfter().toInstant().isBefore(Instant.now());
      return ended == expired;
    } catch (IOException | GeneralSecurityException damaged) {
      return false;
    }
  }

  private static void run(Path file, List<String> names, boolean expired) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    if (!Files.exists(keytool) && !Files.exists(Path.of(keytool + ".exe"))) {
      throw new IOException(
          keytool + " is missing: a rehearsal with HTTPS needs the JDK's keytool");
    }
    Instant begin = Instant.now().minus(Duration.ofDays(expired ? 60 : 1));
    var command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", ALIAS));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=rehearsal"));
    command.addAll(
        List.of(
            "-ext",
            names.stream().map(n -> "dns:" + n).collect(Collectors.joining(",", "SAN=", ""))));
    command.addAll(List.of("-startdate", KEYTOOLS.format(begin.atZone(ZoneId.systemDefault()))));
    command.addAll(List.of("-validity", expired ? "30" : "396", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException(keytool + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(keytool + " was interrupted", e));
    }
  }
}
