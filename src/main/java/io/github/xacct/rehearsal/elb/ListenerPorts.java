package io.github.xacct.rehearsal.elb;

/** The ports of listeners in the last rehearsal, so that their URLs stay the same. */
public interface ListenerPorts {
  /** Returns the last port of a listener; 0 if unknown. */
  int port(String listenerArn);

  void savePort(String listenerArn, int port);
}
