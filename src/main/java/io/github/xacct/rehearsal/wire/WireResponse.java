package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** A response that can be sent. */
interface WireResponse {
  void send(HttpExchange exchange, String requestId) throws IOException;
}
