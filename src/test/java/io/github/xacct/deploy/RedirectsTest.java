package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.model.SmokeTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A smoke test follows redirects to the listener that it tests, and to no other. */
class RedirectsTest {
  private static final Route PLAIN = Route.to(URI.create("http://lb.example.com:8443"));
  private static final Route BY_RULE =
      new Route(
          URI.create("http://shop.example.com:8443/shop/"),
          Optional.of("lb.example.com"),
          Map.of("Host", "shop.example.com"));

  private final List<String> asked = new ArrayList<>();

  @Test
  void toTheSameListener() {
    assertThat(outcome(PLAIN, "/login")).isEqualTo("[http://lb.example.com:8443/login]");
    assertThat(outcome(PLAIN, "http://lb.example.com:8443/login?a=b"))
        .isEqualTo("[http://lb.example.com:8443/login?a=b]");
  }

  /** The app sees the name in Host, with or without the listener's port. */
  @Test
  void byTheNameThatItWasAskedUnder() {
    assertThat(outcome(BY_RULE, "home")).isEqualTo("[http://lb.example.com:8443/shop/home]");
    for (String where :
        List.of(
            "/shop/home",
            "http://shop.example.com/shop/home",
            "http://SHOP.example.com:8443/shop/home")) {
      assertThat(outcome(BY_RULE, where)).isEqualTo("[http://lb.example.com:8443/shop/home]");
    }
  }

  @Test
  void nowhereElse() {
    for (String where :
        List.of(
            "https://shop.example.com:8443/shop/home",
            "http://shop.example.com:80/shop/home",
            "http://lb.example.com:8443/shop/home",
            "http://login.example.com/",
            "//login.example.com/",
            "file:///etc/passwd",
            "http://[")) {
      assertThat(outcome(BY_RULE, where))
          .isEqualTo(
              "[]smoke test / failed: GET http://lb.example.com:8443/shop/ with Host:"
                  + " shop.example.com was redirected to "
                  + where
                  + ", which is not the listener that is tested");
    }
  }

  @Test
  void notForEver() {
    assertThat(outcome(PLAIN, "/"))
        .endsWith(
            "smoke test / failed: GET http://lb.example.com:8443/ was redirected more than 5 times");
    assertThat(asked).hasSize(6);
  }

  @Test
  void onlyIfItIsWished() {
    var wrong = tests(false, "/login").apply(PLAIN);

    assertThat(wrong)
        .contains(
            "smoke test / failed: GET http://lb.example.com:8443/ answered 302 (redirect to /login)"
                + " instead of 200");
  }

  @Test
  void pathsAreAskedBelowThatOfTheRule() {
    assertThat(
            List.of("/", "/?a=b", "/health", "/shop/health", "/shop", "/shop?a=b", "/shopping")
                .stream()
                .map(path -> BY_RULE.request(path).getRawSchemeSpecificPart().substring(21)))
        .containsExactly(
            "/shop/",
            "/shop/?a=b",
            "/shop/health",
            "/shop/health",
            "/shop",
            "/shop?a=b",
            "/shop/shopping");
    assertThat(BY_RULE.headers(Map.of("host", "mine.example.com")))
        .isEqualTo(Map.of("host", "mine.example.com"));
  }

  /** The requests after the first one, and the failure. */
  private String outcome(Route route, String location) {
    asked.clear();
    String wrong = tests(true, location).apply(route).orElse("");
    return asked.subList(1, asked.size()) + wrong;
  }

  private SmokeTests tests(boolean follow, String location) {
    TestClient client =
        (uri, headers, patience) -> {
          asked.add(uri.toString());
          return asked.size() == 1 || location.equals("/")
              ? new TestClient.Answer(302, Map.of("location", location), "")
              : new TestClient.Answer(200, Map.of(), "");
        };
    return new SmokeTests(
        List.of(
            new SmokeTest(
                "/", "/", Map.of(), 200, Optional.empty(), Map.of(), Optional.empty(), 1, follow)),
        event -> {},
        client,
        pause -> {
          throw new InterruptedException();
        });
  }
}
