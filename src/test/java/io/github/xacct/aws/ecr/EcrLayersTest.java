package io.github.xacct.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.image.Images;
import io.github.xacct.image.TestApp;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.rehearsal.Refusals;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcrLayersTest {
  @TempDir Path folder;

  private final List<String> requests = new CopyOnWriteArrayList<>();

  @Test
  void allLayersOfAPushAreLookedForByOneRequest() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.builder()) {
      var layers = new EcrLayers(session, aws.registry);
      var repository = new EcrRepository(session, aws.registry, List.of(), aws.events::add);

      ImageDescription image = push(repository.loginIfThere().orElseThrow(), layers);

      assertThat(aws.calls)
          .extracting(call -> call.operation())
          .containsExactly(
              "DescribeRepositories", "GetAuthorizationToken", "BatchCheckLayerAvailability");
      assertThat(requests).noneMatch(request -> request.startsWith("HEAD /v2/team/demo/blobs/"));
      var there = image.layers().stream().map(ImageDescription.Layer::digest);
      Set<Digest> asked =
          IntStream.range(0, 150)
              .mapToObj(i -> new Digest("sha256:%064x".formatted(i)))
              .collect(Collectors.toSet());
      Set<Digest> pushed = there.collect(Collectors.toSet());
      asked.addAll(pushed);
      assertThat(layers.among(asked)).contains(pushed);
      assertThat(aws.calls).hasSize(3 + 2);
    }
  }

  @Test
  void whatEcrDoesNotAnswerIsAskedOfTheRegistry() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.builder()) {
      Refusals.deny(aws.rehearsal, "BatchCheckLayerAvailability");
      var repository = new EcrRepository(session, aws.registry, List.of(), aws.events::add);

      ImageDescription image =
          push(repository.loginIfThere().orElseThrow(), new EcrLayers(session, aws.registry));

      assertThat(requests)
          .filteredOn(request -> request.startsWith("HEAD /v2/team/demo/blobs/"))
          .hasSize(image.layers().size() + 1);
    }
  }

  private ImageDescription push(EcrRepository.Login login, EcrLayers layers) {
    TestApp app = TestApp.hello(folder.resolve("app"));
    var caches = new Caches(folder.resolve("base"), folder.resolve("cache"));
    var access =
        new RegistryAccess(
            login.repositoryUri(),
            login.proxyEndpoint(),
            login.user(),
            login::password,
            login.immutableTags(),
            layers::among);
    return new Images(caches, false, event -> {}, requests::add)
        .push(app.settings(), app.files(), access);
  }
}
