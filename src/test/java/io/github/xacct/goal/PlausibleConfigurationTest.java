package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.aws.KnownRegions;
import io.github.xacct.goal.configuration.Doubts;
import io.github.xacct.goal.configuration.ImageUser;
import io.github.xacct.goal.configuration.xml.RegionReader;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.PartitionMetadata;

/** Well-formed values that are refused or warned of. */
class PlausibleConfigurationTest {
  private static final String IN_TEST = "environments/environment[test]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eu-centrl-1 | there is no region 'eu-centrl-1': write eu-central-1",
        "us-esat-1 | there is no region 'us-esat-1': write us-east-1",
        "us-virginia-1 | 'us-virginia-1' is not a region id: write one such as eu-central-1 or us-east-1"
      })
  void aRegionThatCannotBe(String region, String problem) {
    assertThat(problem("<region>" + region + "</region>")).endsWith(": " + problem);
    assertThatThrownBy(() -> RegionReader.read(region)).hasMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eu-central-3 | the AWS SDK of this plugin has no region eu-central-3: did you mean eu-central-1?",
        "xyz-iso-north-12 | the AWS SDK of this plugin has no region xyz-iso-north-12: is it newer?"
      })
  void aRegionThatMayBeNewer(String region, String doubt) {
    assertThat(doubts("<region>" + region + "</region>"))
        .containsExactly(IN_TEST + "/region: " + doubt);
  }

  @Test
  void theRegistrysRegionIsLookedAtOnce() {
    assertThat(Doubts.of(Written.environment("").sdkRegion(new Region("eu-north-2")).read()))
        .containsExactly(
            "registry/region: the AWS SDK of this plugin has no region eu-north-2: did you mean"
                + " eu-north-1?");
  }

  /** The form of a region and its partition are those of the SDK's list. */
  @Test
  void everyRegionOfTheSdkIsOne() {
    assertThat(KnownRegions.ids())
        .hasSizeGreaterThan(40)
        .contains("eu-central-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1")
        .allSatisfy(
            id ->
                assertThat(new Region(id).partition())
                    .as(id)
                    .isEqualTo(
                        PartitionMetadata.of(software.amazon.awssdk.regions.Region.of(id)).id()));
  }

  @Test
  void nothingGetsFromOnePartitionToAnother() {
    assertThat(problem("<region>cn-north-1</region>"))
        .endsWith(
            ": cn-north-1 is of the partition aws-cn and the registry's eu-central-1 of aws,"
                + " between which no role is assumed and no image is pulled: write regions of one"
                + " partition");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ECSCanary10Percent5Minutes | CodeDeployDefault.ECSCanary10Percent5Minutes",
        "ecsallatonce | CodeDeployDefault.ECSAllAtOnce",
        "CodeDeployDefault.ECSCanary10Percent5Minute | ",
        "CodeDeployDefalt.ECSCanary10Percent15Minutes | CodeDeployDefault.ECSCanary10Percent15Minutes",
        "codedeploydefault.ecsallatonce | CodeDeployDefault.ECSAllAtOnce",
      })
  void aDeploymentConfigurationAlmostLikeAPredefinedOne(String name, String meant) {
    String written = "<deploymentConfiguration>" + name + "</deploymentConfiguration>";
    if (meant == null) {
      assertThat(problem(written)).contains(": CodeDeploy has no '" + name + "' for ECS: write");
      return;
    }
    assertThat(doubts(written))
        .containsExactly(
            IN_TEST
                + "/deploymentConfiguration: '"
                + name
                + "' is taken for a deployment configuration of the account's own: did you mean "
                + meant
                + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FARGATE_SPOTS | there is no capacity provider 'FARGATE_SPOTS', for no other name begins with"
            + " aws, ecs or fargate: write FARGATE_SPOT",
        "fargate | there is no capacity provider 'fargate', for no other name begins with aws, ecs or"
            + " fargate: write FARGATE",
        "ecs-mine | there is no capacity provider 'ecs-mine', for no other name begins with aws, ecs"
            + " or fargate: write FARGATE or FARGATE_SPOT",
        "my.spot | 'my.spot' is not a name of a capacity provider: write letters, digits, - and _, at"
            + " most 255, such as FARGATE or FARGATE_SPOT",
        "arn:aws:ecs:eu-central-1:222222222222:capacity-provider/spot | a strategy names a capacity"
            + " provider by its short name: write spot"
      })
  void aCapacityProviderThatIsNone(String name, String problem) {
    assertThat(problem(providers(name))).endsWith(": " + problem);
  }

  @Test
  void aCapacityProviderThatMayBeTheAccountsOwn() {
    assertThat(doubts(providers("spot-instances"))).isEmpty();
    assertThat(doubts(providers("spot_fargate")).get(0)).endsWith("did you mean FARGATE_SPOT?");
    assertThat(doubts(providers("SPOT")).get(0)).endsWith("did you mean FARGATE_SPOT?");
    assertThat(doubts(providers("FARGTE_SPOT")))
        .containsExactly(
            IN_TEST
                + "/capacityProviders/capacityProvider[FARGTE_SPOT]/name: 'FARGTE_SPOT' is taken"
                + " for a capacity provider of the account's own: did you mean FARGATE_SPOT?");
  }

  @Test
  void aStrategyIsOfFargateOrOfTheAccountsOwn() {
    assertThat(problem(providers("FARGATE", "spot-instances")))
        .endsWith(
            ": a strategy has either FARGATE and FARGATE_SPOT or providers of"
                + " the account's own, never both: write those of one kind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "root", "10001:10001", "app:0", "1000:app", "_www", "svc.app-1"})
  void aUserThatMayBe(String user) {
    assertThat(Written.image("<user>" + user + "</user>").read().image().user()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "root: | 'root:' is not a user: write root, or uid:gid such as 10001:10001",
        ":1000 | ':1000' is not a user: write 1000, or uid:gid such as 10001:10001",
        "-1 | '-1' is not a user: write uid:gid such as 10001:10001",
        "a:b:c | 'a:b:c' is not a user: write uid:gid such as 10001:10001",
        "4294967296 | '4294967296' is not a user: an id is a number from 0 to 2147483647"
      })
  void aUserThatIsNone(String user, String problem) {
    assertThatThrownBy(() -> ImageUser.check(user)).hasMessage(problem);
    assertThat(refusal(Written.image("<user>" + user + "</user>"))).hasSize(1);
  }

  @Test
  void aStackParameterThatNoTemplateHas() {
    assertThat(
            refusal(
                Written.xml(
                    Written.LEAST.replace(
                            "</environment>",
                            "<stackParameters><NatGateway>none</NatGateway><VpcId>vpc-1</VpcId>"
                                + "</stackParameters></environment>")
                        + "<stackParameters><Quux>1</Quux></stackParameters>")))
        .containsExactly(
            "stackParameters/Quux: no template has such a parameter: https://github.com/xacct/xacct-maven-plugin/blob/main/docs/stacks.md has them all",
            IN_TEST
                + "/stackParameters/NatGateway: no template has such a parameter: write"
                + " NatGateways");
  }

  @Test
  void aTarballThatIsNotThere() {
    assertThat(refusal(Written.image("<baseImage>tar://nope.tar</baseImage>")))
        .containsExactly(
            "image/baseImage: there is no file nope.tar: write a tarball there (docker save, skopeo"
                + " copy), or another base image");
  }

  private static String providers(String... names) {
    var providers = new StringBuilder();
    for (String name : names) {
      providers.append("<capacityProvider><name>" + name + "</name></capacityProvider>");
    }
    return "<capacityProviders>" + providers + "</capacityProviders>";
  }

  private static List<String> doubts(String environment) {
    return Doubts.of(Written.environment(environment).read());
  }

  private static String problem(String environment) {
    assertThat(refusal(Written.environment(environment))).hasSize(1);
    return refusal(Written.environment(environment)).get(0);
  }

  private static List<String> refusal(Written written) {
    return catchThrowableOfType(XacctException.class, written::read).evidence();
  }
}
