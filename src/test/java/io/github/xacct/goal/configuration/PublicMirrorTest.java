package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.goal.Written;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default base image from a pull-through cache in the registry of the app, over the wire. */
class PublicMirrorTest {
  private static final String BASE = "ecr-public/docker/library/eclipse-temurin";

  @TempDir Path folder;

  @Test
  void theDefaultBaseImageIsPulledFromTheMirror() throws Exception {
    try (var aws = RehearsedAws.in(folder).start()) {
      ImageDescription base = push(aws, BASE, RehearsedAws.image("base", "17-jre"));
      String host = base.repository().substring(0, base.repository().indexOf('/'));
      String configured =
          Written.image("<publicMirror>" + host + "/ecr-public</publicMirror>")
              .read()
              .image()
              .baseImage();

      ImageDescription image =
          push(aws, "demo-app", RehearsedAws.image("app").withBaseImage(configured));

      assertThat(configured).isEqualTo(host + "/" + BASE + ":17-jre");
      assertThat(image.baseImageDigest()).isEqualTo(base.digest().value());
      assertThat(image.layers()).startsWith(ofBase(base));
    }
  }

  private static ImageDescription.Layer[] ofBase(ImageDescription base) {
    return base.layers().stream()
        .map(layer -> new ImageDescription.Layer(layer.digest(), layer.size(), "base image"))
        .toArray(ImageDescription.Layer[]::new);
  }

  private ImageDescription push(RehearsedAws aws, String repository, ImageSettings image)
      throws Exception {
    var r = aws.registry;
    var settings = new RegistrySettings(r.account(), r.region(), repository, true, false, false);
    try (var session = aws.builder()) {
      var login = new EcrRepository(session, settings, List.of(), event -> {}).login(() -> {});
      var access =
          new RegistryAccess(
              login.repositoryUri(),
              login.proxyEndpoint(),
              login.user(),
              login::password,
              login.immutableTags());
      var caches = new Caches(folder.resolve("bases"), folder.resolve("layers"));
      return new Images(caches, false, event -> {}, line -> {})
          .push(image, RehearsedAws.tinyApp(folder), access);
    }
  }
}
