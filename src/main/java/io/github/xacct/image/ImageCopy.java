package io.github.xacct.image;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestException;
import java.util.Map;
import java.util.function.Consumer;

/** Sends an image of another builder to a registry: what it lacks, and byte by byte. */
final class ImageCopy {
  private final RegistryAccess target;
  private final RegistryPassword password;
  private final RegistryRetries retries;
  private final Reporter reporter;
  private final Consumer<String> debug;

  ImageCopy(
      RegistryAccess target,
      RegistryPassword password,
      RegistryRetries retries,
      Reporter reporter,
      Consumer<String> debug) {
    this.retries = retries;
    this.target = target;
    this.password = password;
    this.reporter = reporter;
    this.debug = debug;
  }

  /** Sends the blobs and the manifests of single platforms; the image itself has no tag yet. */
  void send(BuiltImage image, ManifestClient registry) {
    send(image.blobs());
    image.parts().forEach(part -> registry.put(part.digest().value(), part));
  }

  /** Pushes the layers and configurations that the registry does not have. */
  void send(Map<Digest, BuiltImage.Content> blobs) {
    for (var blob : blobs.entrySet()) {
      String[] used = {""};
      retries.ask(
          () -> {
            used[0] = password.get();
            return sendOnce(blob.getKey(), blob.getValue(), used[0]);
          },
          () -> password.renew(used[0]));
    }
  }

  private Void sendOnce(Digest digest, BuiltImage.Content content, String secret) {
    var lost = new JibLog(debug, retries.connections());
    var http = new FailoverHttpClient(target.plainHttp(), target.plainHttp(), lost);
    try {
      RegistryClient client =
          RegistryClient.factory(
                  EventHandlers.builder().add(LogEvent.class, lost).build(),
                  target.host(),
                  target.repository(),
                  http)
              .setCredential(Credential.from(target.user(), secret))
              .newRegistryClient();
      if (!client.doPushBearerAuth()) {
        client.configureBasicAuth();
      }
      send(client, digest, content);
      return null;
    } catch (IOException | UncheckedIOException | RegistryException | DigestException e) {
      throw RegistryFault.of(e, JibErrors.target(target.repositoryUri(), e), true);
    } finally {
      end(http);
    }
  }

  private void send(RegistryClient client, Digest digest, BuiltImage.Content content)
      throws IOException, RegistryException, DigestException {
    var descriptor = DescriptorDigest.fromDigest(digest.value());
    if (client.checkBlob(descriptor).isPresent()) {
      return;
    }
    long[] sent = {0};
    var blob =
        Blobs.from(
            out -> {
              try (InputStream in = content.open()) {
                in.transferTo(out);
              }
            },
            true);
    client.pushBlob(descriptor, blob, null, bytes -> sent[0] += bytes);
    reporter.report(new Event.LayerPushed(digest, sent[0]));
  }

  private static void end(FailoverHttpClient http) {
    try {
      http.shutDown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
