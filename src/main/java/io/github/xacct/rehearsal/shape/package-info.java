/**
 * What AWS's own models say of requests and answers: members, types, limits, errors. Imports
 * nothing but Jackson.
 */
package io.github.xacct.rehearsal.shape;
