/**
 * The values everybody speaks of, each valid by construction, and the one exception. Imports
 * nothing of ours and no library.
 */
package io.github.xacct.model;
