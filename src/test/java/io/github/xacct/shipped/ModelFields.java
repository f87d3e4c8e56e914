package io.github.xacct.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The members of one of the SDK's models, by what the SDK calls to write and to read them. */
final class ModelFields {
  private static final byte[] BYTES = {7};

  private final Class<?> model;
  private final ClassLoader loader;

  ModelFields(Class<?> model) {
    this.model = model;
    this.loader = model.getClassLoader();
  }

  void check() throws Exception {
    Method method = core("SdkPojo").getMethod("sdkFields");
    List<?> fields = (List<?>) method.invoke(builder());
    for (Object field : fields) {
      Object built = withAValueOf(field);
      for (Object each : fields) {
        assertThat(isSet(each, built))
            .as(() -> model.getName() + ": " + call(each, "locationName"))
            .isEqualTo(each == field);
      }
    }
  }

  /** Tries a value of each type; a setter refuses those that are none of its own. */
  private Object withAValueOf(Object field) throws Exception {
    for (Object value : values(field)) {
      Object builder = builder();
      try {
        call(field, "set", builder, value);
      } catch (ClassCastException e) {
        continue;
      }
      Object built = build(builder);
      assertThat(call(field, "getValueOrDefault", built)).isEqualTo(value);
      return built;
    }
    throw new AssertionError(
        "no value for " + model.getName() + ": " + call(field, "locationName"));
  }

  private static boolean isSet(Object field, Object built) {
    Object value = call(field, "getValueOrDefault", built);
    return value != null && !value.getClass().getSimpleName().startsWith("DefaultSdkAutoConstruct");
  }

  private List<Object> values(Object field) throws Exception {
    var values =
        new ArrayList<Object>(
            List.of(
                field.toString(),
                7,
                7L,
                true,
                7.5,
                7.5f,
                BigDecimal.TEN,
                Instant.EPOCH,
                List.of(),
                Map.of()));
    values.add(core("SdkBytes").getMethod("fromByteArray", byte[].class).invoke(null, BYTES));
    values.add(core("document.Document").getMethod("fromString", String.class).invoke(null, "x"));
    if (call(field, "constructor") instanceof Supplier<?> constructor) {
      values.add(build(constructor.get()));
    }
    return values;
  }

  /** Nobody needs the method for it, where an answer is all that has such a member. */
  private Object builder() throws Exception {
    var constructor = loader.loadClass(model.getName() + "$BuilderImpl").getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private Object build(Object builder) throws Exception {
    return loader
        .loadClass("software.amazon.awssdk.utils.builder.Buildable")
        .getMethod("build")
        .invoke(builder);
  }

  private Class<?> core(String name) throws ClassNotFoundException {
    return loader.loadClass("software.amazon.awssdk.core." + name);
  }

  private static Object call(Object on, String name, Object... arguments) {
    try {
      for (Method method : on.getClass().getMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
          return method.invoke(on, arguments);
        }
      }
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no " + name);
  }
}
