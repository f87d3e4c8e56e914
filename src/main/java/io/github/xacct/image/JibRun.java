package io.github.xacct.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import io.github.xacct.concurrent.FanOut;
import io.github.xacct.image.base.BaseImage;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs Jib with its caches and its log, and ends its threads. */
final class JibRun {
  /** The name in each image's history; without a version, which would change the digest. */
  static final String TOOL = "xacct-maven-plugin";

  private static final SharedProperty CREDENTIALS_OVER_HTTP =
      new SharedProperty("sendCredentialsOverHttp", "true");

  private final Caches caches;
  private final boolean offline;
  private final Consumer<String> debug;
  private final RegistryRetries retries;

  JibRun(Caches caches, boolean offline, Consumer<String> debug, RegistryRetries retries) {
    this.retries = retries;
    this.caches = caches;
    this.offline = offline;
    this.debug = debug;
  }

  /**
   * Builds the image, with retries while the base image's registry fails temporarily: Jib itself
   * does not retry error responses. Layers in its caches are not pulled again.
   */
  JibContainer run(JibContainerBuilder image, Containerizer to, BaseImage base) {
    var log = new JibLog(debug, retries.connections());
    to.addEventHandler(LogEvent.class, log);
    Supplier<JibContainer> once =
        () -> {
          log.begin();
          return containerize(image, to, base);
        };
    return retries.ask(
        () -> base.onLoopback() ? withCredentialsOverHttp(once) : once.get(), () -> {});
  }

  private JibContainer containerize(JibContainerBuilder image, Containerizer to, BaseImage base) {
    ExecutorService threads = Executors.newCachedThreadPool(FanOut::thread);
    try {
      return image.containerize(
          to.setBaseImageLayersCache(caches.base())
              .setApplicationLayersCache(caches.application())
              .setToolName(TOOL)
              .setToolVersion(ImagePlan.FORMAT)
              .setOfflineMode(offline)
              .setAllowInsecureRegistries(base.onLoopback())
              .setExecutorService(threads));
    } catch (InterruptedException e) {
      throw FanOut.interrupted("the image");
    } catch (CacheDirectoryCreationException e) {
      throw XacctException.yours("The folder for Jib's layers cannot be created.")
          .evidence(ErrorText.of(e))
          .suggestion("make " + caches.base() + " and " + caches.application() + " writable")
          .cause(e);
    } catch (IOException | RegistryException | ExecutionException | UncheckedIOException e) {
      throw RegistryFault.of(e, JibErrors.base(base.configured(), e), false);
    } finally {
      end(threads);
    }
  }

  /** Ends the threads, because Jib does not stop its other steps when one fails. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the build while the permission is set, which Jib reads from a system property only. */
  private static JibContainer withCredentialsOverHttp(Supplier<JibContainer> build) {
    CREDENTIALS_OVER_HTTP.begin();
    try {
      return build.get();
    } finally {
      CREDENTIALS_OVER_HTTP.end();
    }
  }
}
