package io.github.xacct.revision.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conflicts between a service and its task definition, in ECS's words. */
class ServiceFitTest {
  private static final String NETWORK =
      "'networkConfiguration':{'awsvpcConfiguration':{'subnets':['subnet-1'],'assignPublicIp':'%s'}}";
  private static final String AWSVPC = "'networkMode':'awsvpc','cpu':'256','memory':'512',";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FARGATE awsvpc | 'launchType':'FARGATE',NETWORK | ``",
        "any awsvpc | 'launchType':'FARGATE',NETWORK | ``",
        "EC2 bridge | 'launchType':'EC2' | ``",
        "EC2 awsvpc | 'launchType':'FARGATE',NETWORK | Task definition does not support launch_type FARGATE.",
        "FARGATE awsvpc | 'launchType':'EC2',NETWORK | Task definition does not support launch_type EC2.",
        "any bridge | 'launchType':'FARGATE' | Task definition does not support launch_type FARGATE.",
        "FARGATE awsvpc | 'launchType':'FARGATE','capacityProviderStrategy':[{'capacityProvider':'FARGATE'}],NETWORK | Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        "EC2 awsvpc | 'launchType':'EC2','platformVersion':'1.4.0',NETWORK | The platform version must be null when specifying an EC2 launch type.",
        "EC2 awsvpc | 'launchType':'EC2',PUBLIC | Assign public IP is not supported for this launch type.",
        "FARGATE awsvpc | 'launchType':'FARGATE' | Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        "EC2 bridge | NETWORK | Network Configuration is not valid for the given networkMode of this task definition.",
        "FARGATE awsvpc | NETWORK,'loadBalancers':[{'containerName':'api','containerPort':80}] | The container api does not exist in the task definition.",
        "FARGATE awsvpc | NETWORK,'loadBalancers':[{'containerName':'web','containerPort':81}] | The container web did not have a container port 81 defined."
      })
  void isRefused(String kind, String service, String sentence) throws Exception {
    String[] parts = kind.split(" ");
    String demanded =
        parts[0].equals("any") ? "" : "'requiresCompatibilities':['" + parts[0] + "'],";
    String mode = parts[1].equals("awsvpc") ? AWSVPC : "";
    var found =
        ServiceFit.check(
            json(
                "{"
                    + demanded
                    + mode
                    + "'containerDefinitions':[{'name':'web','portMappings':[{'containerPort':80}]}]}"),
            json(
                "{"
                    + service
                        .replace("NETWORK", NETWORK.formatted("DISABLED"))
                        .replace("PUBLIC", NETWORK.formatted("ENABLED"))
                    + "}"));

    assertThat(found.stream().map(Violation::aws).findFirst().orElse("")).isEqualTo(sentence);
    assertThat(found).allMatch(violation -> violation.code().equals("InvalidParameterException"));
  }

  @Test
  void namesThePlace() throws Exception {
    assertThat(
            ServiceFit.check(
                json("{'containerDefinitions':[{'name':'web'}]}"),
                json("{'loadBalancers':[{'containerName':'api'},{'containerName':'web'}]}")))
        .extracting(Violation::path)
        .containsExactly("loadBalancers[0].containerName", "loadBalancers[1].containerPort");
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
