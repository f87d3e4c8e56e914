package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user or a role with its policies.
 *
 * @param type {@code AWS::IAM::User} or {@code AWS::IAM::Role}
 * @param properties in the resource store
 * @param boundary permissions boundary, if it has one
 */
public record Identity(
    String arn,
    String type,
    ObjectNode properties,
    List<IamPolicy> inline,
    List<IamPolicy> managed,
    Optional<IamPolicy> boundary) {
  public static final String USER = "AWS::IAM::User";
  public static final String ROLE = "AWS::IAM::Role";

  boolean isRole() {
    return type.equals(ROLE);
  }

  public List<IamPolicy> policies() {
    return Stream.concat(inline.stream(), managed.stream()).toList();
  }

  /** Returns its name, the part of the ARN after the last slash. */
  String name() {
    return AccountRegion.nameIn(arn);
  }
}
