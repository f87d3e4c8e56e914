package io.github.xacct.goal.configuration;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks that ARNs in the configuration are in the account and region of the environment. An
 * unknown account or region is not compared, because its problem is already reported.
 *
 * @param account of the environment
 * @param region of the environment
 */
public record ExpectedAccount(Optional<AccountId> account, Optional<Region> region) {
  private static final AccountId UNKNOWN = new AccountId("000000000000");
  private static final Pattern FUNCTION_NAME = Pattern.compile("[\\w-]{1,64}(:[\\w$-]{1,128})?");
  private static final Pattern FUNCTION_ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\\d{12}):function:" + FUNCTION_NAME.pattern());

  private static final Pattern FETCHED =
      Pattern.compile("arn:aws[a-z-]*:(?:secretsmanager|ssm):([a-z0-9-]+):(\\d{12}):.+");

  /** Parses the name or ARN of a role in this account. */
  public RoleArn role(String nameOrArn) {
    String partition = region.map(Region::partition).orElse("aws");
    RoleArn role = RoleArn.parse(nameOrArn, partition, account.orElse(UNKNOWN));
    if (account.isPresent() && !role.account().equals(account.get())) {
      throw new IllegalArgumentException(
          """
              %s is a role of account %s, but this environment is in %s: write a role \
              of %s, or correct <account>"""
              .formatted(role, role.account(), account.get(), account.get()));
    }
    if (region.isPresent() && !role.partition().equals(partition)) {
      throw new IllegalArgumentException(
          "%s cannot be used in %s: write %s"
              .formatted(
                  role, region.get(), new RoleArn(partition, role.account(), role.pathAndName())));
    }
    return role;
  }

  /**
   * Parses the name or ARN of a Lambda function, which must be in this account and region for
   * CodeDeploy.
   */
  String function(String nameOrArn) {
    if (FUNCTION_NAME.matcher(nameOrArn).matches()) {
      return nameOrArn;
    }
    var arn = FUNCTION_ARN.matcher(nameOrArn);
    if (!arn.matches()) {
      throw new IllegalArgumentException(
          "'"
              + nameOrArn
              + "' is not a Lambda function: write its name, or"
              + " arn:aws:lambda:REGION:ACCOUNT:function:NAME");
    }
    boolean elsewhere =
        region.filter(r -> !r.id().equals(arn.group(1))).isPresent()
            || account.filter(a -> !a.value().equals(arn.group(2))).isPresent();
    if (elsewhere) {
      throw new IllegalArgumentException(
          nameOrArn
              + " is not in the environment's account and region, where CodeDeploy looks for it:"
              + " write the name of a function there");
    }
    return nameOrArn;
  }

  /** Parses the name or ARN of a secret or parameter in this account and region. */
  String secret(String nameOrArn) {
    var arn = FETCHED.matcher(nameOrArn);
    if (arn.matches()) {
      boolean elsewhere =
          region.filter(r -> !r.id().equals(arn.group(1))).isPresent()
              || account.filter(a -> !a.value().equals(arn.group(2))).isPresent();
      if (elsewhere) {
        throw new IllegalArgumentException(
            """
            %s is not in the environment's account and region, %s and %s: write the ARN \
            of one there"""
                .formatted(
                    nameOrArn,
                    account.map(AccountId::value).orElse(""),
                    region.map(Region::id).orElse("")));
      }
    }
    return nameOrArn;
  }
}
