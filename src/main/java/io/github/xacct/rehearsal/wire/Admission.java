package io.github.xacct.rehearsal.wire;

import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;

/** Who decides whether a call may come in. */
@FunctionalInterface
public interface Admission {
  /**
   * What the call was allowed to do.
   *
   * @param protocol that the caller speaks
   * @throws AwsError in AWS's words if one thing is not allowed
   * @throws UnsupportedOperationException if nobody has said what the call needs
   */
  List<Access> admit(Service service, Protocol protocol, Call call);
}
