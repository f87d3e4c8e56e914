package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class HttpOnDemandTest {

  @ParameterizedTest(name = "{0}, proxied: {1}")
  @CsvSource({
    "http://127.0.0.1:4566/, false, 0",
    "http://localhost:4566/, false, 0",
    "http://127.0.0.1:4566/, true, 1",
    "https://127.0.0.1:4566/, false, 1",
    "http://127.0.0.1.example.com/, false, 1",
    "https://ecs.eu-central-1.amazonaws.com/, false, 1",
    "http://ecr.example.test/, false, 1"
  })
  void onlyWhatAsksThisMachineInPlainHttpDoesWithoutCertificates(
      String address, boolean proxied, int made) {
    var count = new AtomicInteger();
    var request =
        SdkHttpRequest.builder().uri(URI.create(address)).method(SdkHttpMethod.POST).build();
    try (var http =
        new HttpOnDemand(
            () -> {
              count.incrementAndGet();
              return UrlConnectionHttpClient.create();
            },
            proxied)) {
      http.prepareRequest(HttpExecuteRequest.builder().request(request).build());
      http.prepareRequest(HttpExecuteRequest.builder().request(request).build());
      assertThat(http.clientName()).isEqualTo(UrlConnectionHttpClient.create().clientName());
    }
    assertThat(count).hasValue(made);
  }
}
