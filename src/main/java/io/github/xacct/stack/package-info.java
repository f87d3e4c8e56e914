/**
 * Sets up the accounts: bootstrap, drift and destroy, with the change sets of the planned stacks
 * and what they must not do. The templates are resources. Uses neither Maven nor the AWS SDK;
 * imports model, event and deploy's {@code Sleeper}.
 */
package io.github.xacct.stack;
