package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.aws.codedeploy.ConsolePages;
import io.github.xacct.model.Region;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.PartitionMetadata;

/** What differs between partitions, compared with the SDK's metadata of every region. */
class PartitionsTest {
  static Stream<String> regions() {
    return KnownRegions.ids().stream();
  }

  @Test
  void thereAreRegionsOfEveryPartition() {
    assertThat(regions().map(id -> new Region(id).partition()).distinct())
        .contains("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-f", "aws-eusc");
  }

  @ParameterizedTest
  @MethodSource("regions")
  void partitionAndNamesOfHostsAreTheSdks(String id) {
    var metadata = PartitionMetadata.of(software.amazon.awssdk.regions.Region.of(id));
    var region = new Region(id);
    assertThat(region.partition()).isEqualTo(metadata.id());
    assertThat(region.dnsSuffix()).isEqualTo(metadata.dnsSuffix());
    URI host = URI.create("https://codedeploy." + id + "." + metadata.dnsSuffix());
    assertThat(ConsolePages.foreign(Optional.of(host))).isEmpty();
    var page = ConsolePages.deployment("d-1", region, Optional.empty());
    assertThat(page.isPresent())
        .isEqualTo(
            Stream.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b")
                .anyMatch(region.partition()::equals));
    page.ifPresent(url -> assertThat(url).startsWith("https://" + id + ".console."));
  }
}
