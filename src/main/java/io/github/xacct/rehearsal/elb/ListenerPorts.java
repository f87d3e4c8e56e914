package io.github.xacct.rehearsal.elb;

/** On which port each listener was last time, so that its URL stays. */
public interface ListenerPorts {
  /** The port of a listener last time; 0 if unknown. */
  int port(String listenerArn);

  void savePort(String listenerArn, int port);
}
