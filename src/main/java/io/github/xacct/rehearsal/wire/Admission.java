package io.github.xacct.rehearsal.wire;

import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;

/** Decides whether a caller is authorized for a call. */
@FunctionalInterface
public interface Admission {
  /**
   * Returns the accesses that were allowed for the call.
   *
   * @param protocol of the call
   * @throws AwsError AWS's error if an access is denied
   * @throws UnsupportedOperationException if the permissions of the operation are not defined
   */
  List<Access> admit(Service service, Protocol protocol, Call call);
}
