package io.github.xacct.image.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.image.SharedProperty;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var host = new SharedProperty("https.proxyHost", "127.0.0.1");
    var number = new SharedProperty("https.proxyPort", String.valueOf(port));
    host.begin();
    number.begin();
    try {
      assertThatThrownBy(() -> new LostConnection(1).check(LINE))
          .isInstanceOf(ConnectException.class)
          .hasMessage(
              "connection lost: GET https://registry.invalid/v2/jre/manifests/17 through the proxy"
                  + " 127.0.0.1:"
                  + port);
    } finally {
      host.end();
      number.end();
    }
  }
}
