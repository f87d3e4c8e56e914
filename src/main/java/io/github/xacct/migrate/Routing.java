package io.github.xacct.migrate;

import java.util.Optional;

/**
 * Where the requests of a service go now.
 *
 * @param live the target group that carries them
 * @param idle the other one of its pair, if it has one
 * @param production the rule that sends them
 * @param test the rule of the test listener
 */
record Routing(String live, Optional<String> idle, Rule production, Optional<Rule> test) {}
