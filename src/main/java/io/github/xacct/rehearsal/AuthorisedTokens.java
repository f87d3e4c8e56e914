package io.github.xacct.rehearsal;

import java.util.Map;
import java.util.Optional;

/** Registry passwords for those who may ask for one, as ECS asks with the execution role. */
final class AuthorisedTokens implements RegistryTokens {
  private final RegistryTokens tokens;
  private final Authority authority;

  AuthorisedTokens(RegistryTokens tokens, Authority authority) {
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
