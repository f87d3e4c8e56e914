/**
 * AWS's own models of requests and responses: members, types, limits, errors. Imports nothing but
 * Jackson.
 */
package io.github.xacct.rehearsal.shape;
