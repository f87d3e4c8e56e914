/**
 * Plans the stacks without calling AWS: what the configuration requests, whether the templates can
 * create it, the derived parameters, and the stacks in the order of deployment. Imports model.
 */
package io.github.xacct.stack.plan;
