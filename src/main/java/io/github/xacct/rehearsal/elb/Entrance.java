package io.github.xacct.rehearsal.elb;

/** One port of this machine at which a listener takes requests or connections. */
interface Entrance extends AutoCloseable {
  int port();

  @Override
  void close();
}
