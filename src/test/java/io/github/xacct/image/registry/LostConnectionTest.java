package io.github.xacct.image.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.ClosedPort;
import io.github.xacct.image.SharedProperty;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LostConnectionTest {
  private static final String LINE =
      "GET https://registry.invalid/v2/jre/manifests/17?a=b failed and will be retried";

  @Test
  void aHostThatNobodyKnowsIsNamed() throws IOException {
    var lost = new LostConnection(2);
    lost.check(LINE);
    lost.check("something else");

    assertThatThrownBy(() -> lost.check(LINE))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("registry.invalid");
  }

  @Test
  void aProxyThatIsNotThereIsNamedInsteadOfTheHost() throws IOException {
    try (var closed = new ClosedPort()) {
      var host = new SharedProperty("https.proxyHost", "127.0.0.1");
      var port = new SharedProperty("https.proxyPort", String.valueOf(closed.number()));
      host.begin();
      port.begin();
      try {
        assertThatThrownBy(() -> new LostConnection(1).check(LINE))
            .isInstanceOf(ConnectException.class)
            .hasMessage(
                "connection lost: GET https://registry.invalid/v2/jre/manifests/17 through the"
                    + " proxy 127.0.0.1:"
                    + closed.number());
      } finally {
        host.end();
        port.end();
      }
    }
  }
}
