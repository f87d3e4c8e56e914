/** Access to registries, their errors and retries. Imports model and deploy's {@code Sleeper}. */
package io.github.xacct.image.registry;
