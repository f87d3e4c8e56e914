package io.github.xacct.rehearsal.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces Lambda's runtime for a Java function: calls the handler once with the event, and exits.
 * A handler takes the event as a Map or an InputStream, optionally followed by Lambda's Context.
 * The class is in the agent's jar, so it uses no other class of ours, and Lambda's interfaces only
 * by reflection, because the function may not have them. Source: Lambda developer guide, "Define
 * Lambda function handler in Java".
 */
public final class FunctionRuntime {
  static final int TIMED_OUT = 124;

  private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

  /** A member of a hook's event, which is flat and contains texts without escapes. */
  private static final Pattern MEMBER = Pattern.compile("\"([^\"]*)\"\\s*:\\s*\"([^\"]*)\"");

  private final String event;
  private final long deadline;

  private FunctionRuntime(String event, long deadline) {
    this.event = event;
    this.deadline = deadline;
  }

  /**
   * Runs the handler of a function in this JVM.
   *
   * @param arguments handler, file of the event, timeout in milliseconds
   */
  public static void main(String[] arguments) throws IOException {
    String handler = arguments[0];
    String event = Files.readString(Path.of(arguments[1]));
    long limit = Long.parseLong(arguments[2]);
    int exitCode;
    try {
      int separator = handler.indexOf("::");
      Class<?> type = Class.forName(separator < 0 ? handler : handler.substring(0, separator));
      String name = separator < 0 ? "handleRequest" : handler.substring(separator + 2);
      long deadline = System.nanoTime() + limit * 1_000_000;
      Thread handling = Thread.currentThread();
      Thread watch = new Thread(() -> endAfter(limit, handling), "rehearsal-function-timeout");
      watch.setDaemon(true);
      watch.start();
      new FunctionRuntime(event, deadline).call(type, name);
      exitCode = 0;
    } catch (InvocationTargetException e) {
      Objects.requireNonNull(e.getCause()).printStackTrace();
      exitCode = 1;
    } catch (Throwable e) {
      e.printStackTrace();
      exitCode = 1;
    }
    System.out.flush();
    System.err.flush();
    // Threads of the handler would be frozen by Lambda, and must not keep this process alive.
    Runtime.getRuntime().halt(exitCode);
  }

  private static void endAfter(long limit, Thread handling) {
    try {
      handling.join(limit);
    } catch (InterruptedException e) {
      return;
    }
    // Not to System.out, whose monitor the handler may hold.
    System.err.println(
        String.format(Locale.ROOT, "Task timed out after %.2f seconds", limit / 1000.0));
    Runtime.getRuntime().halt(TIMED_OUT);
  }

  private void call(Class<?> type, String name) throws ReflectiveOperationException {
    // As in Lambda: of several methods the one with a Context, but no synthetic ones.
    Method method =
        Arrays.stream(type.getMethods())
            .filter(m -> m.getName().equals(name) && !m.isBridge() && m.getParameterCount() <= 3)
            .max(Comparator.comparing(FunctionRuntime::takesContext))
            .orElseThrow(() -> new NoSuchMethodException(type.getName() + "::" + name));
    method.setAccessible(true);
    Object target =
        Modifier.isStatic(method.getModifiers())
            ? null
            : type.getDeclaredConstructor().newInstance();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Class<?>[] wanted = method.getParameterTypes();
    Object[] given = new Object[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      given[i] = argument(wanted[i], answer);
    }
    Object result = method.invoke(target, given);
    System.out.println(
        "Returned: " + (result == null ? answer.toString(StandardCharsets.UTF_8) : result));
  }

  private static boolean takesContext(Method method) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(t -> t.getName().equals(CONTEXT));
  }

  private Object argument(Class<?> type, OutputStream answer) {
    if (type.getName().equals(CONTEXT)) {
      return context(type);
    }
    if (type == InputStream.class) {
      return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    }
    if (type == OutputStream.class) {
      return answer;
    }
    if (type.isAssignableFrom(LinkedHashMap.class)) {
      return members();
    }
    throw new IllegalArgumentException(
        "The rehearsal gives a handler its event as a Map or an InputStream, not as a "
            + type.getName());
  }

  private Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    Matcher found = MEMBER.matcher(event);
    while (found.find()) {
      members.put(found.group(1), found.group(2));
    }
    return members;
  }

  private Object context(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getAwsRequestId" -> System.getenv("_X_REHEARSAL_REQUEST_ID");
              case "getLogGroupName" -> System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
              case "getLogStreamName" -> System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
              case "getFunctionName" -> System.getenv("AWS_LAMBDA_FUNCTION_NAME");
              case "getFunctionVersion" -> System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
              case "getInvokedFunctionArn" -> System.getenv("_X_REHEARSAL_FUNCTION_ARN");
              case "getMemoryLimitInMB" ->
                  Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
              case "getRemainingTimeInMillis" ->
                  (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
              case "getLogger" -> logger(method.getReturnType());
              case "toString" -> "Context of " + System.getenv("AWS_LAMBDA_FUNCTION_NAME");
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              default -> null; // neither client nor Cognito identity
            });
  }

  private static Object logger(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("log")) {
            Object line = arguments[0];
            System.out.println(
                line instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : line);
          }
          return null;
        });
  }
}
