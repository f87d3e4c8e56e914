package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Environment;

/** Adds the events of an ECS service as evidence. */
final class ServiceEvents {
  private static final int MOST = 3;

  private ServiceEvents() {}

  /** The verdict with the newest events as evidence, and the command that lists more of them. */
  static CheckVerdict under(CheckVerdict verdict, JsonNode service, Environment environment) {
    return verdict
        .evidence(
            JsonLists.stream(service.path("events"))
                .limit(MOST)
                .map(event -> "ECS said: " + event.path("message").asText())
                .toArray(String[]::new))
        .fix(
            """
                aws ecs describe-services --cluster %s --services %s --region %s \
                --query 'services[0].events[:10].message'"""
                .formatted(environment.cluster(), environment.service(), environment.region()));
  }
}
