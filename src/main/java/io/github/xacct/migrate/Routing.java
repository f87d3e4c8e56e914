package io.github.xacct.migrate;

import java.util.Optional;

/**
 * The current routing of a service's requests.
 *
 * @param live ARN of the target group that receives them
 * @param idle ARN of the other target group of the pair, if there is one
 * @param production the rule that forwards them
 * @param test the rule of the test listener
 */
record Routing(String live, Optional<String> idle, Rule production, Optional<Rule> test) {}
