package io.github.xacct.rehearsal;

import java.util.List;

/** Who decides whether a call may come in. */
@FunctionalInterface
interface Admission {
  /**
   * What the call was allowed to do.
   *
   * @throws AwsError in AWS's words if one thing is not allowed
   * @throws UnsupportedOperationException if nobody has said what the call needs
   */
  List<Access> admit(Service service, Call call);
}
