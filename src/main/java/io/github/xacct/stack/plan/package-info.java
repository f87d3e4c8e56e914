/**
 * Which stacks there will be, before AWS is asked: what the configuration wants, whether the
 * templates can do it, the parameters that follow from it, and the stacks in the order in which
 * they are deployed. Imports model.
 */
package io.github.xacct.stack.plan;
