package com.amazonaws.services.lambda.runtime;

/** Lambda's interface of this name, as far as the tests' handlers use it. */
public interface Context {
  String getFunctionName();

  String getLogGroupName();

  String getInvokedFunctionArn();

  int getRemainingTimeInMillis();

  int getMemoryLimitInMB();

  Object getClientContext();

  LambdaLogger getLogger();
}
