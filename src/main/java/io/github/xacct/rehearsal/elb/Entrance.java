package io.github.xacct.rehearsal.elb;

/** A port of this machine at which a listener accepts requests or connections. */
interface Entrance extends AutoCloseable {
  int port();

  @Override
  void close();
}
