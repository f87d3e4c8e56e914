package io.github.xacct.rehearsal.junit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts an {@link EmbeddedAws} before the tests of a class, passes it to methods with a parameter
 * of this type, and closes it after the tests. With defaults:
 * {@code @ExtendWith(EmbeddedAwsExtension.class)}; with a builder, a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedAwsExtension AWS =
 *     new EmbeddedAwsExtension(EmbeddedAws.builder().app("shop"));
 * }</pre>
 */
public final class EmbeddedAwsExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(EmbeddedAwsExtension.class);

  private final EmbeddedAwsBuilder builder;

  /** Creates an extension that starts an embedded AWS with defaults. */
  public EmbeddedAwsExtension() {
    this(EmbeddedAws.builder());
  }

  /** Creates an extension that starts the embedded AWS of a builder. */
  public EmbeddedAwsExtension(EmbeddedAwsBuilder builder) {
    this.builder = builder;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(EmbeddedAws.class, builder.start());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    EmbeddedAws aws = context.getStore(NAMESPACE).remove(EmbeddedAws.class, EmbeddedAws.class);
    if (aws != null) {
      aws.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EmbeddedAws.class;
  }

  @Override
  public EmbeddedAws resolveParameter(ParameterContext parameter, ExtensionContext context) {
    EmbeddedAws aws = context.getStore(NAMESPACE).get(EmbeddedAws.class, EmbeddedAws.class);
    if (aws == null) {
      throw new IllegalStateException(
          "The field of EmbeddedAwsExtension must be static, so that it starts before the tests.");
    }
    return aws;
  }
}
