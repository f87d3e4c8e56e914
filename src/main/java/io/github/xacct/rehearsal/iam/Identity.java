package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user or a role with the policies that say what it may do.
 *
 * @param type {@code AWS::IAM::User} or {@code AWS::IAM::Role}
 * @param properties as it stands in the estate
 * @param boundary what limits its policies, if anything does
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

  /** Behind the last slash of the ARN. */
  String name() {
    return AccountRegion.nameIn(arn);
  }
}
