package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import io.github.xacct.image.registry.Loopback;
import io.github.xacct.image.registry.LostConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads manifests, configuration and layers of a base image from its registry. */
final class BaseSession implements AutoCloseable {
  private final ImageReference reference;
  private final FailoverHttpClient http;
  private final Consumer<LogEvent> log;
  private final LostConnection lost;

  @SuppressWarnings("NullAway.Init") // by ask, which comes first
  private RegistryClient client;

  BaseSession(ImageReference reference, Consumer<LogEvent> log, int connections) {
    this.lost = new LostConnection(connections);
    boolean loopback = Loopback.holds(reference.getRegistry());
    this.reference = reference;
    this.http = new FailoverHttpClient(loopback, loopback, this::onLog);
    this.log = log;
  }

  /**
   * Pulls the manifest, first without credentials unless they are certain: outdated ones of Docker
   * would prevent the pull of a public image.
   */
  ManifestAndDigest<ManifestTemplate> manifest(
      List<CredentialRetriever> credentials, boolean certain)
      throws IOException, RegistryException {
    if (certain) {
      return ask(credential(credentials));
    }
    try {
      return ask(Optional.empty());
    } catch (RegistryUnauthorizedException | RegistryAuthenticationFailedException e) {
      Optional<Credential> credential = credential(credentials);
      if (credential.isEmpty()) {
        throw e;
      }
      return ask(credential);
    }
  }

  private ManifestAndDigest<ManifestTemplate> ask(Optional<Credential> credential)
      throws IOException, RegistryException {
    client =
        RegistryClient.factory(
                EventHandlers.builder().add(LogEvent.class, log).build(),
                reference.getRegistry(),
                reference.getRepository(),
                http)
            .setCredential(credential.orElse(null))
            .newRegistryClient();
    if (!client.doPullBearerAuth() && credential.isPresent()) {
      client.configureBasicAuth();
    }
    return client.pullManifest(reference.getQualifier());
  }

  /** Pulls the manifest of one platform of an index. */
  ManifestTemplate manifest(String digest) throws IOException, RegistryException {
    return client.pullManifest(digest).getManifest();
  }

  Blob blob(DescriptorDigest digest) {
    return client.pullBlob(digest, size -> {}, bytes -> {});
  }

  String text(DescriptorDigest digest) throws IOException {
    return Blobs.writeToString(blob(digest));
  }

  /**
   * Ends Jib's retries of a lost connection early: it tries eleven times, for more than a minute.
   */
  private void onLog(LogEvent event) {
    log.accept(event);
    try {
      lost.check(event.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Credential> credential(List<CredentialRetriever> retrievers)
      throws RegistryException {
    for (CredentialRetriever retriever : retrievers) {
      try {
        Optional<Credential> credential = retriever.retrieve();
        if (credential.isPresent()) {
          return credential;
        }
      } catch (CredentialRetrievalException e) {
        throw new RegistryException("Docker's credentials: " + e.getMessage(), e);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    http.shutDown();
  }
}
