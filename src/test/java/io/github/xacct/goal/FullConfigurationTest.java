package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.FunctionSettings;
import io.github.xacct.goal.configuration.RehearsalSettings;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.MavenSource;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.Region;
import io.github.xacct.model.TaskSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every element of the configuration is read to the right setting. */
public class FullConfigurationTest {
  public static final String FULL =
      """
      <app>shop</app>
      <registry>
        <account>111111111111</account>
        <region>eu-west-1</region>
        <repository>team/shop</repository>
        <createRepository>false</createRepository>
        <immutableTags>false</immutableTags>
        <scanOnPush>false</scanOnPush>
      </registry>
      <image>
        <baseImage>public.ecr.aws/jre:21</baseImage>
        <publicMirror>example.com</publicMirror>
        <layout>jar</layout>
        <mainClass>com.example.Shop</mainClass>
        <jvmFlags><flag>-Xss512k</flag><flag>-Dfile.encoding=UTF-8</flag></jvmFlags>
        <arguments><argument>serve</argument></arguments>
        <ports><port>8443</port><port>9000</port></ports>
        <user>app</user>
        <environment><TZ>UTC</TZ><EMPTY/></environment>
        <labels><org.opencontainers.image.title>Shop</org.opencontainers.image.title></labels>
        <extraDirectories><directory>src/main/image</directory></extraDirectories>
        <tags><tag>1.4</tag><tag>latest</tag></tags>
        <platform>linux/arm64</platform>
      </image>
      <pipeline>
        <connection>arn:aws:codeconnections:eu-west-1:111111111111:connection/1</connection>
        <repository>example/shop</repository>
        <branch>release</branch>
        <environments>prod</environments>
        <approvals><prod>Lead, QA</prod></approvals>
        <codeArtifact>arn:aws:codeartifact:us-east-1:444444444444:repository/team/all</codeArtifact>
        <mavenSettings>ci/settings.xml</mavenSettings>
        <deployWith>codedeploy-action</deployWith>
      </pipeline>
      <environments>
        <environment>
          <name>prod</name>
          <account>333333333333</account>
          <region>us-east-1</region>
          <role>arn:aws:iam::333333333333:role/ops/deployer</role>
          <externalId>shop:42</externalId>
          <sessionTags><team>shop</team><cost-center>7</cost-center></sessionTags>
          <cluster>apps</cluster>
          <service>shop-web</service>
          <application>Shop</application>
          <deploymentGroup>Shop.prod</deploymentGroup>
          <engine>ecs</engine>
          <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
          <platformVersion>1.4.0</platformVersion>
          <verifyCommand>./ask</verifyCommand>
          <task>
            <family>shop-prod-web</family>
            <cpu>1024</cpu>
            <memory>3072</memory>
            <architecture>ARM64</architecture>
            <executionRole>pull</executionRole>
            <taskRole>arn:aws:iam::333333333333:role/run</taskRole>
            <containerName>web</containerName>
            <containerPort>8443</containerPort>
            <environment><ZONE>b</ZONE><LOG_LEVEL>info</LOG_LEVEL></environment>
            <secrets>
              <DB_PASSWORD>arn:aws:secretsmanager:us-east-1:333333333333:secret:db-AbCdEf</DB_PASSWORD>
              <API_KEY>/shop/api-key</API_KEY>
            </secrets>
            <logGroup>/apps/shop</logGroup>
            <healthCheck>
              <path>/health</path>
              <command><word>CMD-SHELL</word><word>test -f /tmp/up</word></command>
            </healthCheck>
            <tags><owner>shop team</owner></tags>
          </task>
          <hooks>
            <beforeInstall>one</beforeInstall>
            <afterInstall>two:live</afterInstall>
            <afterAllowTestTraffic>arn:aws:lambda:us-east-1:333333333333:function:three</afterAllowTestTraffic>
            <beforeAllowTraffic>four</beforeAllowTraffic>
            <afterAllowTraffic>five</afterAllowTraffic>
          </hooks>
          <network>
            <subnets><subnet>subnet-0a</subnet><subnet>subnet-0b</subnet></subnets>
            <securityGroups><group>sg-0c</group></securityGroups>
            <assignPublicIp>true</assignPublicIp>
          </network>
          <capacityProviders>
            <capacityProvider><name>FARGATE</name><base>1</base></capacityProvider>
            <capacityProvider><name>FARGATE_SPOT</name><weight>4</weight></capacityProvider>
          </capacityProviders>
          <variables><greeting>hello</greeting></variables>
          <suspendAutoScaling>true</suspendAutoScaling>
          <url>https://shop.example.com</url>
          <topic>arn:aws:sns:us-east-1:222222222222:shop-prod</topic>
          <rehearsal>
            <terminationWait>2</terminationWait>
            <readyWait>10</readyWait>
            <testListener>false</testListener>
            <desiredCount>3</desiredCount>
            <autoScaling>true</autoScaling>
            <functions>
              <function>
                <name>one</name>
                <handler>com.example.Hook::handleRequest</handler>
                <timeout>30</timeout>
                <environment><STAGE>prod</STAGE></environment>
              </function>
              <function><name>two</name><command>./check.sh ${STAGE}</command></function>
            </functions>
          </rehearsal>
        </environment>
      </environments>
      """;

  @TempDir Path basedir;
  private Settings settings;

  @BeforeEach
  void read() throws Exception {
    Files.createDirectories(basedir.resolve("src/main/image"));
    settings = Written.xml(FULL).basedir(basedir).sdkRegion(null).env("prod").read();
  }

  @Test
  void thePipeline() {
    assertThat(settings.pipeline().orElseThrow())
        .isEqualTo(
            new PipelineSettings(
                "shop",
                new PipelineSettings.Source(
                    Optional.of("arn:aws:codeconnections:eu-west-1:111111111111:connection/1"),
                    "example/shop",
                    "release"),
                List.of(
                    new PipelineSettings.Step(
                        "prod",
                        new AccountId("333333333333"),
                        "Shop",
                        "Shop.prod",
                        List.of("Lead", "QA"),
                        Optional.of(new Region("us-east-1")))),
                PipelineSettings.DeployWith.CODEDEPLOY_ACTION,
                "corretto17",
                new MavenSource(
                    Optional.of("ci/settings.xml"),
                    Optional.of(
                        MavenSource.CodeArtifact.parse(
                            "arn:aws:codeartifact:us-east-1:444444444444:repository/team/all")))));
  }

  @Test
  void aPipelineOfAnotherServer() {
    String provider = "arn:aws:iam::111111111111:oidc-provider/git.example.com/_services/token";
    int start = FULL.indexOf("<pipeline>");
    int end = FULL.indexOf("</pipeline>");
    String pipeline =
        "<pipeline><github>example/shop</github><branch>release/1</branch>"
            + "<environments>prod</environments>"
            + "<oidcIssuer>https://git.example.com/_services/token</oidcIssuer>"
            + "<oidcProvider>"
            + provider
            + "</oidcProvider>";
    var source =
        Written.xml(FULL.substring(0, start) + pipeline + FULL.substring(end))
            .basedir(basedir)
            .read()
            .pipeline()
            .orElseThrow()
            .source();
    assertThat(source)
        .isEqualTo(
            new PipelineSettings.Source(
                Optional.empty(),
                "example/shop",
                "release/1",
                Optional.of(
                    new OidcIssuer(
                        OidcIssuer.Kind.GITHUB,
                        "git.example.com/_services/token",
                        Optional.of(provider)))));
  }

  @Test
  void registry() {
    assertThat(settings.app()).isEqualTo("shop");
    assertThat(settings.registry().region()).hasToString("eu-west-1");
    assertThat(settings.registry().repository()).isEqualTo("team/shop");
    assertThat(settings.registry().createRepository()).isFalse();
    assertThat(settings.registry().immutableTags()).isFalse();
    assertThat(settings.registry().scanOnPush()).isFalse();
  }

  @Test
  void image() {
    ImageSettings image = settings.image();
    assertThat(image.baseImage()).isEqualTo("example.com/jre:21");
    assertThat(image.layout()).contains(Layout.JAR);
    assertThat(image.mainClass()).contains("com.example.Shop");
    assertThat(image.jvmFlags()).containsExactly("-Xss512k", "-Dfile.encoding=UTF-8");
    assertThat(image.arguments()).containsExactly("serve");
    assertThat(image.ports()).containsExactly(8443, 9000);
    assertThat(image.user()).isEqualTo("app");
    assertThat(image.environment()).containsExactly(Map.entry("TZ", "UTC"), Map.entry("EMPTY", ""));
    assertThat(image.labels()).containsEntry("org.opencontainers.image.title", "Shop");
    assertThat(image.extraDirectories()).containsExactly(basedir.resolve("src/main/image"));
    assertThat(image.tags()).containsExactly("1.4", "latest");
    assertThat(image.architecture()).isEqualTo(Architecture.ARM64);
  }

  @Test
  void environment() {
    Environment prod = settings.environment().orElseThrow();
    assertThat(prod.name()).isEqualTo("prod");
    assertThat(prod.account()).hasToString("333333333333");
    assertThat(prod.region()).hasToString("us-east-1");
    assertThat(prod.role().orElseThrow())
        .hasToString("arn:aws:iam::333333333333:role/ops/deployer");
    assertThat(prod.externalId()).contains("shop:42");
    assertThat(prod.sessionTags())
        .containsExactly(Map.entry("team", "shop"), Map.entry("cost-center", "7"));
    assertThat(prod.cluster()).isEqualTo("apps");
    assertThat(prod.service()).isEqualTo("shop-web");
    assertThat(prod.application()).isEqualTo("Shop");
    assertThat(prod.deploymentGroup()).isEqualTo("Shop.prod");
    assertThat(prod.deploymentConfiguration())
        .contains("CodeDeployDefault.ECSCanary10Percent5Minutes");
    assertThat(prod.suspendAutoScaling()).isTrue();
    var release = settings.release(prod);
    assertThat(release.url()).contains(URI.create("https://shop.example.com"));
    assertThat(release.topic()).contains("arn:aws:sns:us-east-1:222222222222:shop-prod");
    assertThat(prod.variables()).containsExactly(Map.entry("greeting", "hello"));
  }

  @Test
  void task() {
    TaskSettings task = settings.environment().orElseThrow().task();
    assertThat(task.family()).isEqualTo("shop-prod-web");
    assertThat(task.size()).isEqualTo(new FargateSize(1024, 3072));
    assertThat(task.architecture()).isEqualTo(Architecture.ARM64);
    assertThat(task.executionRole().orElseThrow())
        .hasToString("arn:aws:iam::333333333333:role/pull");
    assertThat(task.taskRole().orElseThrow()).hasToString("arn:aws:iam::333333333333:role/run");
    assertThat(task.containerName()).isEqualTo("web");
    assertThat(task.containerPort()).isEqualTo(8443);
    assertThat(task.environment())
        .containsExactly(Map.entry("ZONE", "b"), Map.entry("LOG_LEVEL", "info"));
    assertThat(task.secrets()).containsOnlyKeys("DB_PASSWORD", "API_KEY");
    assertThat(task.logGroup()).isEqualTo("/apps/shop");
    assertThat(task.healthCheckPath()).isEqualTo("/health");
    assertThat(task.healthCheckCommand()).containsExactly("CMD-SHELL", "test -f /tmp/up");
    assertThat(task.tags()).containsExactly(Map.entry("owner", "shop team"));
  }

  @Test
  void appSpec() {
    var appSpec = settings.environment().orElseThrow().appSpec();
    assertThat(appSpec.platformVersion()).contains("1.4.0");
    assertThat(appSpec.hooks())
        .containsExactly(
            Map.entry(LifecycleHook.BEFORE_INSTALL, "one"),
            Map.entry(LifecycleHook.AFTER_INSTALL, "two:live"),
            Map.entry(
                LifecycleHook.AFTER_ALLOW_TEST_TRAFFIC,
                "arn:aws:lambda:us-east-1:333333333333:function:three"),
            Map.entry(LifecycleHook.BEFORE_ALLOW_TRAFFIC, "four"),
            Map.entry(LifecycleHook.AFTER_ALLOW_TRAFFIC, "five"));
    assertThat(appSpec.network())
        .contains(new Network(List.of("subnet-0a", "subnet-0b"), List.of("sg-0c"), true));
    assertThat(appSpec.capacityProviders())
        .containsExactly(
            new CapacityProvider("FARGATE", 1, 1), new CapacityProvider("FARGATE_SPOT", 0, 4));
  }

  @Test
  void rehearsal() {
    assertThat(settings.rehearsal(settings.environment().orElseThrow()))
        .isEqualTo(
            new RehearsalSettings(
                2,
                Optional.of(10),
                false,
                3,
                true,
                List.of(
                    new FunctionSettings(
                        "one",
                        Optional.of("com.example.Hook::handleRequest"),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(30)),
                        Map.of("STAGE", "prod")),
                    new FunctionSettings(
                        "two",
                        Optional.empty(),
                        Optional.of("./check.sh ${STAGE}"),
                        Optional.empty(),
                        Map.of())),
                true,
                false));
  }
}
