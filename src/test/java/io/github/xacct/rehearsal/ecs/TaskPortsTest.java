package io.github.xacct.rehearsal.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TaskPortsTest {
  @Test
  void liesBelowThoseOfConnectionsAndIsGivenOnce() throws IOException {
    var given = new HashSet<Integer>();
    for (int i = 0; i < 50; i++) {
      given.add(TaskPorts.free());
    }

    assertThat(given).hasSize(50).allMatch(port -> port >= 20_000 && port < 32_768);
  }

  @Test
  void isNotOneAtWhichSomebodyListens() throws IOException {
    int before = TaskPorts.free();
    int next = before == 31_999 ? 20_000 : before + 1;
    try (var taken = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
      assertThat(TaskPorts.free()).isNotEqualTo(taken.getLocalPort());
    }
  }
}
