package io.github.xacct.rehearsal.ecr;

import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.AwsError;
import java.util.Map;
import java.util.Optional;

/**
 * Issues registry passwords to callers with ecr:GetAuthorizationToken, such as ECS with the
 * execution role.
 */
public final class AuthorisedTokens implements RegistryTokens {
  private final RegistryTokens tokens;
  private final Authority authority;

  public AuthorisedTokens(RegistryTokens tokens, Authority authority) {
    this.tokens = tokens;
    this.authority = authority;
  }

  @Override
  public String passwordFor(Caller caller) {
    var access = new Access(caller.principalArn(), "ecr:GetAuthorizationToken", "*", Map.of());
    authority
        .denial(caller, access, Optional.empty())
        .ifPresent(
            words -> {
              throw AwsError.badRequest("AccessDeniedException", words);
            });
    return tokens.passwordFor(caller);
  }
}
