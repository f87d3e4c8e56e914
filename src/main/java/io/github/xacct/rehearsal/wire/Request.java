package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Service.Protocol;

/**
 * A request parsed by its protocol and not validated yet.
 *
 * @param operation such as CreateDeployment; method and path of an unknown REST call
 * @param input for handlers; form fields if the service's primary protocol is a form
 */
record Request(Protocol protocol, String operation, ObjectNode input) {}
