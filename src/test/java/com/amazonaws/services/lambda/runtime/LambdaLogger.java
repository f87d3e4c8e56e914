package com.amazonaws.services.lambda.runtime;

/** Lambda's interface of this name. */
public interface LambdaLogger {
  void log(String message);

  void log(byte[] message);
}
