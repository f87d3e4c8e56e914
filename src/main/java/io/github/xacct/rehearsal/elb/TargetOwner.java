package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;

/** What the load balancer needs of the task set of a target. */
public interface TargetOwner {
  /** Returns the label of the task set in the response header. */
  String trafficLabel();

  /** Returns the task definition of its tasks, as {@code family:revision}. */
  String runs();

  /** Returns the container's port for the load balancer. */
  int containerPort();

  /** Returns whether its tasks have a fault. */
  boolean hasFault(Fault which);
}
