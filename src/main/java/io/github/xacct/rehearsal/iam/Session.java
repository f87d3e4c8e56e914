package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.AccessKey;
import io.github.xacct.rehearsal.wire.Ids;

/**
 * A session of a role that STS issued.
 *
 * @param name role session name
 */
record Session(RoleArn role, String name) {
  private String arn() {
    return "arn:%s:sts::%s:assumed-role/%s/%s"
        .formatted(role.partition(), role.account(), role.name(), name);
  }

  /** Returns the same ID for the same role in every rehearsal. */
  private String userId() {
    return Ids.unique("AROA", role.toString()) + ":" + name;
  }

  Caller caller() {
    return new Caller(role.account(), arn(), role.toString(), userId());
  }

  /** Adds AssumedRoleUser and Credentials to a response. */
  void into(ObjectNode answer, AccessKey key) {
    answer.putObject("AssumedRoleUser").put("AssumedRoleId", userId()).put("Arn", arn());
    answer
        .putObject("Credentials")
        .put("AccessKeyId", key.id())
        .put("SecretAccessKey", key.secret())
        .put("SessionToken", key.sessionToken().orElseThrow())
        .put("Expiration", key.expires().orElseThrow().toString());
  }
}
