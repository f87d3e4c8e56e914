/**
 * How the accounts are set up: what the change sets of the planned stacks would do and what they
 * must not, and the stories of bootstrap, drift and destroy. The templates lie in the resources.
 * Knows neither Maven nor the AWS SDK; imports model, event and deploy's {@code Sleeper}.
 */
package io.github.xacct.stack;
