package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllPagesTest {

  @ParameterizedTest
  @CsvSource({
    "nextToken, nextToken",
    "NextToken, NextToken",
    "NextMarker, Marker",
    "Marker, Marker"
  })
  void readsAListingToItsEnd(String answered, String asked) {
    List<String> inputs = new ArrayList<>();
    var input = Json.object().put("Name", "x");

    var all =
        AllPages.of(
            input,
            in -> {
              inputs.add(in.toString());
              int from = in.path(asked).asInt(0);
              ObjectNode page = Json.object();
              page.putArray("Things").add(from).add(from + 1);
              return from < 4 ? page.put(answered, String.valueOf(from + 2)) : page;
            });

    assertThat(all).hasToString("{\"Things\":[0,1,2,3,4,5]}");
    assertThat(inputs)
        .containsExactly(
            "{\"Name\":\"x\"}",
            "{\"Name\":\"x\",\"" + asked + "\":\"2\"}",
            "{\"Name\":\"x\",\"" + asked + "\":\"4\"}");
  }
}
