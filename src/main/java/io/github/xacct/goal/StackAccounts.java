package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.cloudformation.Stacks;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.stack.Accounts;
import io.github.xacct.stack.CloudFormation;
import io.github.xacct.stack.PlaceholderCopies;
import io.github.xacct.stack.plan.StackLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens sessions in each account: with the credentials of its own profile ({@code
 * -Dxacct.test.profile=NAME}) or the common one, through an administrator's role if one is
 * specified ({@code -Dxacct.adminRole=NAME}).
 */
final class StackAccounts implements Accounts, AutoCloseable {
  private final Function<String, Optional<String>> property;
  private final Optional<Rehearsal> rehearsal;
  private final AccountId tools;
  private final String sessionName;
  private final Sleeper sleeper;
  private final PlaceholderCopies placeholders;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<StackLocation, CloudFormation> entered = new HashMap<>();

  /**
   * Creates access to the development account and those of the environments.
   *
   * @param property value of a property of the command line or the project
   * @param rehearsal whose administrators are used; empty on AWS
   * @param tools the development account, whose profile is also used for environments in it
   */
  StackAccounts(
      Function<String, Optional<String>> property,
      Optional<Rehearsal> rehearsal,
      AccountId tools,
      String sessionName,
      Sleeper sleeper) {
    this(
        property,
        rehearsal,
        tools,
        sessionName,
        sleeper,
        () -> rehearsal.map(Rehearsal::publicImage));
  }

  /**
   * Creates access to these accounts.
   *
   * @param publicImage image that replaces the placeholder of ECR Public; empty for none
   */
  StackAccounts(
      Function<String, Optional<String>> property,
      Optional<Rehearsal> rehearsal,
      AccountId tools,
      String sessionName,
      Sleeper sleeper,
      Supplier<Optional<String>> publicImage) {
    this.property = property;
    this.rehearsal = rehearsal;
    this.tools = tools;
    this.sessionName = sessionName;
    this.sleeper = sleeper;
    this.placeholders = new PlaceholderPush(this::session, publicImage);
  }

  @Override
  public synchronized CloudFormation in(StackLocation place) {
    return entered.computeIfAbsent(place, this::enter);
  }

  /**
   * Opens a session in each account; returns a line per account with the caller's identity.
   *
   * @throws XacctException if a session is in another account than configured
   */
  List<String> callers(List<StackLocation> places) {
    var lines = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    for (StackLocation place : places) {
      String caller = in(place).caller();
      lines.add(place + ": " + caller);
      if (!Arn.parse(caller).account().equals(place.account().value())) {
        wrong.add(place + ": the credentials are " + caller);
      }
    }
    if (!wrong.isEmpty()) {
      throw refusal(wrong, places);
    }
    return lines;
  }

  private static XacctException refusal(List<String> wrong, List<StackLocation> places) {
    var refusal = XacctException.yours("Not everywhere are you in the account that the pom names.");
    for (String line : wrong) {
      refusal = refusal.evidence(line);
    }
    String example = places.get(places.size() - 1).name();
    return refusal
        .suggestion(
            "name a profile for each account, such as -Dxacct." + example + ".profile=NAME,")
        .suggestion("or a role to assume there: -Dxacct.adminRole=NAME. Nothing was changed.");
  }

  @Override
  public PlaceholderCopies placeholders() {
    return placeholders;
  }

  private CloudFormation enter(StackLocation place) {
    return new Stacks(session(place), sleeper);
  }

  /** Returns the session with which an account is changed; closed by {@link #close}. */
  AwsSession session(StackLocation place) {
    if (rehearsal.isPresent()) {
      var keys = rehearsal.get().administrator(place.account());
      var endpointOverride =
          new AwsAccess.EndpointOverride(
              rehearsal.get().endpoint(),
              keys.accessKeyId(),
              keys.secretAccessKey(),
              keys.sessionToken());
      return keep(keep(AwsAccess.to(endpointOverride)).builder(place.region()));
    }
    var access = keep(AwsAccess.byDefaultChain(profile(place)));
    Optional<String> own = property.apply("xacct." + place.name() + ".adminRole");
    Optional<String> role = own.or(() -> property.apply("xacct.adminRole"));
    var caller = keep(access.builder(place.region()));
    if (role.isEmpty() || own.isEmpty() && isThere(caller, place)) {
      return caller;
    }
    var arn = RoleArn.parse(role.get(), place.region().partition(), place.account());
    return keep(access.enter(arn, place.region(), sessionName));
  }

  /** Whether the credentials are already those of the account, so that no role is assumed. */
  private boolean isThere(AwsSession caller, StackLocation place) {
    return Arn.parse(new Stacks(caller, sleeper).caller())
        .account()
        .equals(place.account().value());
  }

  private Optional<String> profile(StackLocation place) {
    return property
        .apply("xacct." + place.name() + ".profile")
        .or(
            () ->
                place.account().equals(tools)
                    ? property.apply("xacct." + StackLocation.TOOLS + ".profile")
                    : Optional.empty())
        .or(() -> property.apply("xacct.profile"));
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  @Override
  public synchronized void close() {
    for (AutoCloseable closeable : open) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    open.clear();
  }
}
