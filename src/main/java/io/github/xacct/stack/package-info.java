/**
 * How the accounts are set up: which stack in which account in which order, what a change set would
 * do and what it must not, and the stories of bootstrap, drift and destroy. The templates lie in
 * the resources. Knows neither Maven nor the AWS SDK; imports model, event and deploy's {@code
 * Sleeper}.
 */
package io.github.xacct.stack;
