package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Service.Protocol;

/**
 * What a request wants, read as its protocol says and not held against anything yet.
 *
 * @param operation such as CreateDeployment; method and path of a REST call that nobody knows
 * @param input as handlers read it; of a service whose first protocol is a form, always its fields
 */
record Request(Protocol protocol, String operation, ObjectNode input) {}
