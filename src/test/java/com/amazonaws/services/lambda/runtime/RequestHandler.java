package com.amazonaws.services.lambda.runtime;

/** Lambda's interface of this name. */
public interface RequestHandler<I, O> {
  O handleRequest(I input, Context context);
}
