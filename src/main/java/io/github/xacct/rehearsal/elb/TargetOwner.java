package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;

/** What the load balancer needs to know of the task set that a target belongs to. */
public interface TargetOwner {
  /** Who answers, as the load balancer reports it in a header. */
  String trafficLabel();

  /** Which task definition its tasks run, as {@code family:revision}. */
  String runs();

  /** The container's port that was given to the load balancer. */
  int containerPort();

  /** Whether this befalls its tasks. */
  boolean suffers(Fault which);
}
