package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the messages for invalid configurations. */
class BadConfigurationTest {
  private static final String ENV = "environments/environment[test]";

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void reportsWhereWhatAndWhatToWrite(Written written, String... problems) {
    assertThat(refusal(written.env("test")).evidence()).containsExactly(problems);
  }

  static Stream<Arguments> reportsWhereWhatAndWhatToWrite() {
    return Stream.of(
        bad(
            Written.xml(least().replace("111111111111", "1111")),
            "registry/account: '1111' is not an AWS account id: an id has 12 digits, such as"
                + " 111111111111"),
        bad(
            Written.xml(least().replace("<account>111111111111</account>", "")),
            "registry/account: missing: write the 12 digits of the development account,"
                + " <registry><account>111111111111</account></registry>"),
        bad(
            Written.xml(least().replace("222222222222", "${test.account}")),
            ENV
                + "/account: nothing sets ${test.account}: define it, or write"
                + " $${test.account} to have it literally"),
        bad(
            Written.xml(least().replace("<account>222222222222</account>", "")),
            ENV
                + "/account: missing: write the 12 digits of the target account, such as"
                + " <account>222222222222</account>"),
        bad(
            Written.xml(least() + "<app>Shop</app>"),
            "app: 'Shop' is not a name of an app: write lowercase letters, digits and - between"
                + " them, at most 100, such as demo-app"),
        bad(
            Written.xml(least()).artifactId("_"),
            "app: '' is not a name of an app: write lowercase letters, digits and - between them,"
                + " at most 100, such as demo-app (this is the default; write the element to have"
                + " another)"),
        bad(
            registry("<repository>Team/Shop</repository>"),
            "registry/repository: 'Team/Shop' is not a name of an ECR repository: write 2 to"
                + " 256 lowercase letters and digits, with . _ - or / between them, such as"
                + " team/demo-app"),
        bad(
            pipeline("<repository>shop</repository>"),
            "pipeline/connection: missing: write the ARN of a connection to your source,"
                + " arn:aws:codeconnections:eu-central-1:111111111111:connection/..., or the name"
                + " of a CodeCommit repository as <codeCommit>",
            "pipeline/repository: 'shop' is not a repository name: expected OWNER/NAME"),
        bad(
            pipeline("<github>shop</github><branch>release/*</branch>"),
            "pipeline/github: 'shop' is not a repository: write one such as example/demo-app",
            "pipeline/branch: 'release/*' is not a branch: write one such as main"),
        bad(
            pipeline("<github>example/*</github>"),
            "pipeline/github: 'example/*' is not a repository: write one such as"
                + " example/demo-app"),
        bad(
            pipeline(
                "<github>example/shop</github><codeCommit>shop</codeCommit>"
                    + "<gitlab>example/shop</gitlab>"
                    + "<deployWith>codedeploy-action</deployWith>"),
            "pipeline: has <github> and <codeCommit>: write one of them",
            "pipeline: has <github> and <gitlab>: write one of them",
            "pipeline/deployWith: codedeploy-action is CodePipeline's, which <github> replaces:"
                + " leave it out"),
        bad(
            pipeline(
                "<gitlab>example/shop</gitlab><oidcIssuer>gitlab.example.com</oidcIssuer>"
                    + "<oidcProvider>arn:aws:iam::111111111111:oidc-provider/x.example.com"
                    + "</oidcProvider>"),
            "pipeline/oidcIssuer: 'gitlab.example.com' is not an issuer: write its URL, such as"
                + " https://gitlab.example.com",
            "pipeline/oidcProvider: 'arn:aws:iam::111111111111:oidc-provider/x.example.com' is"
                + " not the identity provider of gitlab.com: write one such as"
                + " arn:aws:iam::111111111111:oidc-provider/gitlab.com"),
        bad(
            pipeline("<codeCommit>my/shop</codeCommit>"),
            "pipeline/codeCommit: 'my/shop' is not a CodeCommit repository name: expected one such as"
                + " demo-app"),
        bad(
            pipeline("<codeCommit>shop</codeCommit><connection>c</connection>"),
            "pipeline: has <connection> and <codeCommit>: write one of them"),
        bad(
            pipeline("<codeCommit>shop</codeCommit><environments>test, stage</environments>"),
            "pipeline/environments: unknown environment 'stage': known: test"),
        bad(
            pipeline("<codeCommit>shop</codeCommit><codeArtifact>team/all</codeArtifact>"),
            "pipeline/codeArtifact: 'team/all' is not a repository of CodeArtifact: expected one"
                + " such as"
                + " arn:aws:codeartifact:eu-central-1:111111111111:repository/DOMAIN/REPOSITORY"),
        bad(
            pipeline("<codeCommit>shop</codeCommit><mavenSettings>../s.xml</mavenSettings>"),
            "pipeline/mavenSettings: '../s.xml' is not a file of the repository: expected one such"
                + " as .xacct/settings.xml"),
        bad(
            pipeline(
                "<github>example/shop</github><mavenSettings>.xacct/settings.xml</mavenSettings>"),
            "pipeline: has <github> and <mavenSettings>: write one of them"),
        bad(
            pipeline("<codeCommit>shop</codeCommit><deployWith>jenkins</deployWith>"),
            "pipeline/deployWith: invalid value 'jenkins': expected plugin or codedeploy-action"),
        bad(
            pipeline("<codeCommit>s</codeCommit><approvals><stage>QA</stage></approvals>"),
            "pipeline/approvals/stage: unknown environment 'stage': known: test"),
        bad(
            pipeline("<codeCommit>s</codeCommit><approvals><test>The QA</test></approvals>"),
            "pipeline/approvals/test: 'The QA' cannot name an action: write letters, digits"
                + " and .@_-, such as EngineeringLead"),
        bad(
            pipeline("<codeCommit>s</codeCommit><approvals><test>QA, QA</test></approvals>"),
            "pipeline/approvals/test: a name is there twice: write each once"),
        bad(
            Written.xml(least() + "<pipeline><codeCommit>shop</codeCommit></pipeline>"),
            "pipeline: environment test has nothing to test: write <smokeTests> or a"
                + " <verifyCommand> for it"),
        bad(
            Written.xml(
                least()
                    .replace(
                        "</environment>",
                        "<smokeTests><smokeTest><path>/a b</path></smokeTest>"
                            + "<smokeTest><name>root</name><headers>"
                            + "<Host>shop.example.com</Host><Content-Length>1</Content-Length>"
                            + "<X-Name>Zoë</X-Name></headers></smokeTest></smokeTests>"
                            + "</environment>")),
            "environments/environment[test]/smokeTests/smokeTest[1]/path: '/a b' is not a path of a"
                + " URL: encode what is not allowed there, a space as %20",
            "environments/environment[test]/smokeTests/smokeTest[root]/headers/Content-Length: a smoke test cannot send"
                + " this header, which belongs to the connection: remove it",
            "environments/environment[test]/smokeTests/smokeTest[root]/headers/X-Name: a header's value is one line of"
                + " ASCII: encode what is not"),
        bad(
            registry("<immutableTags>yes</immutableTags>"),
            "registry/immutableTags: invalid value 'yes': expected true or false"),
        bad(
            registry("<region>frankfurt</region>"),
            "registry/region: 'frankfurt' is not a region id: write one such as eu-central-1"
                + " or us-east-1"),
        bad(
            Written.xml(least()).sdkRegion(null),
            "registry/region: missing, and the environment names none: write"
                + " <region>eu-central-1</region>, or set AWS_REGION"),
        bad(
            Written.environment("<region>eu-central</region>"),
            ENV + "/region: there is no region 'eu-central': write eu-central-1"),
        bad(
            Written.environment("<requires>test</requires>"),
            ENV + "/requires: an environment cannot require itself: write another one"),
        bad(
            Written.environment("<requires>stage</requires>"),
            ENV + "/requires: unknown environment 'stage': the pom has no other"),
        bad(
            Written.environment("<topic>releases</topic>"),
            ENV + "/topic: 'releases' is not a topic: write arn:aws:sns:REGION:ACCOUNT:NAME"),
        bad(
            Written.environment("<topic>arn:aws:sns:us-east-1:222222222222:releases</topic>"),
            ENV
                + "/topic: arn:aws:sns:us-east-1:222222222222:releases is not in eu-central-1,"
                + " where the environment is: write a topic of there"),
        bad(
            Written.environment("<url>shop.example.com</url>"),
            ENV
                + "/url: 'shop.example.com' is not a URL: write one such as"
                + " https://test.example.com:8443"),
        bad(
            Written.environment("<role>arn:aws:iam::333333333333:role/deploy</role>"),
            ENV
                + "/role: arn:aws:iam::333333333333:role/deploy is a role of account"
                + " 333333333333, but this environment is in 222222222222: write a role of"
                + " 222222222222, or correct <account>"),
        bad(
            Written.environment("<role>arn:aws:iam:222222222222:deploy</role>"),
            ENV
                + "/role: 'arn:aws:iam:222222222222:deploy' is not a role ARN: write"
                + " arn:aws:iam::222222222222:role/NAME, or the name alone"),
        bad(
            Written.environment("<role>deploy role</role>"),
            ENV
                + "/role: 'deploy role' is not a role name: letters, digits and +=,.@_- , at most"
                + " 64, with an optional path before the last slash"),
        bad(
            Written.environment("<role>arn:aws:iam::222222222222:role/deploy</role>")
                .sdkRegion(new Region("cn-north-1")),
            ENV
                + "/role: arn:aws:iam::222222222222:role/deploy cannot be used in cn-north-1:"
                + " write arn:aws-cn:iam::222222222222:role/deploy"),
        bad(
            Written.environment("<externalId>a b</externalId>"),
            ENV
                + "/externalId: 'a b' is not an external id: write 2 to 1224 letters, digits and"
                + " +=,.@:/-_"),
        bad(
            Written.environment("<sessionTags><aws:team>x</aws:team></sessionTags>"),
            ENV
                + "/sessionTags/aws:team: keys that begin with aws: belong to AWS: write"
                + " another"),
        bad(
            Written.environment("<sessionTags><a>x</a><A>y</A></sessionTags>"),
            ENV + "/sessionTags/A: another tag has this key but for case: write one of them"),
        bad(
            Written.environment(
                "<sessionTags><a>" + "x".repeat(257) + "</a><b>semi;colon</b></sessionTags>"),
            ENV + "/sessionTags/a: a value of 257 characters is too long: write at most 256",
            ENV
                + "/sessionTags/b: the value has characters that AWS refuses in a tag: write"
                + " letters, digits, spaces and _.:/=+@-"),
        bad(
            Written.environment("<sessionTags>" + tags(51) + "</sessionTags>"),
            ENV + "/sessionTags: 51 tags are too many: write at most 50"),
        bad(
            Written.xml(
                least()
                    .replace("222222222222", "111111111111")
                    .replace("</environment>", "<externalId>abc</externalId></environment>")),
            ENV
                + "/externalId: there is no role to assume, for this is the registry's account:"
                + " write a <role> as well, or leave this out"),
        bad(
            Written.environment("<cluster>my cluster</cluster><service>a/b</service>"),
            ENV
                + "/cluster: 'my cluster' is not a name of an ECS cluster: write letters, digits,"
                + " - and _, at most 255",
            ENV
                + "/service: 'a/b' is not a name of an ECS service: write letters, digits, - and"
                + " _, at most 255"),
        bad(
            Written.environment("<application>" + "a".repeat(101) + "</application>"),
            ENV
                + "/application: '"
                + "a".repeat(101)
                + "' has 101 characters, too many for a CodeDeploy application: write at most 100"
                + " characters"),
        bad(
            Written.environment(
                "<deploymentConfiguration>CodeDeployDefault.OneAtATime"
                    + "</deploymentConfiguration>"),
            ENV
                + "/deploymentConfiguration: CodeDeploy has no 'CodeDeployDefault.OneAtATime' for"
                + " ECS: write one of CodeDeployDefault.ECSAllAtOnce,"
                + " CodeDeployDefault.ECSLinear10PercentEvery1Minutes,"
                + " CodeDeployDefault.ECSLinear10PercentEvery3Minutes,"
                + " CodeDeployDefault.ECSCanary10Percent5Minutes,"
                + " CodeDeployDefault.ECSCanary10Percent15Minutes, or the name of your own"),
        bad(
            Written.environment("<platformVersion>1.4</platformVersion>"),
            ENV + "/platformVersion: '1.4' is not a Fargate version: write 1.4.0 or LATEST"),
        bad(
            Written.task("<cpu>300</cpu>"),
            ENV
                + "/task/cpu: Fargate has no cpu 300: write one of 256, 512, 1024, 2048, 4096,"
                + " 8192, 16384"),
        bad(
            Written.task("<cpu>1 vCPU</cpu>"),
            ENV
                + "/task/cpu: invalid value '1 vCPU': expected CPU units, 1024 to a vCPU: write"
                + " 1024"),
        bad(
            Written.task("<cpu>512</cpu><memory>512</memory>"),
            ENV
                + "/task/memory: Fargate has no memory 512 for cpu 512: write one of 1024, 2048,"
                + " 3072, 4096"),
        bad(
            Written.task("<architecture>arm</architecture>"),
            ENV
                + "/task/architecture: 'arm' is not an architecture of ECS tasks: write X86_64"
                + " or ARM64"),
        bad(
            Written.task("<containerPort>80800</containerPort>"),
            ENV + "/task/containerPort: 80800 is out of range: write a number from 1 to 65535"),
        bad(
            Written.task("<family>shop.web</family>"),
            ENV
                + "/task/family: 'shop.web' is not a name of a task definition family: write"
                + " letters, digits, - and _, at most 255"),
        bad(
            Written.task("<taskRole>arn:aws:iam::111111111111:role/run</taskRole>"),
            ENV
                + "/task/taskRole: arn:aws:iam::111111111111:role/run is a role of account"
                + " 111111111111, but this environment is in 222222222222: write a role of"
                + " 222222222222, or correct <account>"),
        bad(
            Written.task("<secrets><DB_PASSWORD>hunter 2</DB_PASSWORD></secrets>"),
            ENV
                + "/task/secrets/DB_PASSWORD: the value is neither the ARN of a secret nor of a"
                + " parameter: write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME or"
                + " arn:aws:ssm:REGION:ACCOUNT:parameter/NAME, never the secret itself"),
        bad(
            Written.task(
                "<environment><KEY>x</KEY></environment><secrets><KEY>/a/key</KEY></secrets>"),
            ENV
                + "/task/secrets/KEY: <environment> sets the same variable, which ECS refuses:"
                + " write it once"),
        bad(
            Written.task("<logGroup>my logs</logGroup>"),
            ENV
                + "/task/logGroup: 'my logs' is not a name of a CloudWatch log group: write"
                + " letters, digits and _ - . / #, at most 512, such as /ecs/demo-app-test"),
        bad(
            Written.task("<healthCheck><path>health</path></healthCheck>"),
            ENV
                + "/task/healthCheck/path: 'health' is not a path: write one that starts with"
                + " /, such as /health"),
        bad(
            Written.task("<healthCheck><command><w>true</w></command></healthCheck>"),
            ENV
                + "/task/healthCheck/command: the first word selects how the others are run: write"
                + " <word>CMD-SHELL</word> and then one command line, or <word>CMD</word> and then"
                + " each word"),
        bad(
            Written.environment("<testFunction>not a function</testFunction>"),
            ENV
                + "/testFunction: 'not a function' is not a Lambda function: write its name, or"
                + " arn:aws:lambda:REGION:ACCOUNT:function:NAME"),
        bad(
            Written.environment("<hooks><afterInstall>not a function</afterInstall></hooks>"),
            ENV
                + "/hooks/afterInstall: 'not a function' is not a Lambda function: write its"
                + " name, or arn:aws:lambda:REGION:ACCOUNT:function:NAME"),
        bad(
            Written.environment(
                "<hooks><afterInstall>arn:aws:lambda:eu-west-1:222222222222:function:check"
                    + "</afterInstall></hooks>"),
            ENV
                + "/hooks/afterInstall: arn:aws:lambda:eu-west-1:222222222222:function:check is"
                + " not in the environment's account and region, where CodeDeploy looks for it:"
                + " write the name of a function there"),
        bad(
            Written.environment(
                "<network><subnets><subnet>10.0.0.0/24</subnet></subnets></network>"),
            ENV
                + "/network/subnets: '10.0.0.0/24' is not an id of that kind: write one like"
                + " subnet-0a1b2c3d",
            ENV
                + "/network/securityGroups: missing: a network override requires subnets and security groups, write IDs such as sg-0a1b2c3d"),
        bad(
            Written.environment(
                "<capacityProviders><capacityProvider><base>1</base></capacityProvider>"
                    + "<capacityProvider><name>SPOT</name><weight>1001</weight></capacityProvider>"
                    + "</capacityProviders>"),
            ENV
                + "/capacityProviders/capacityProvider[1]/name: missing: write its name, such"
                + " as FARGATE or FARGATE_SPOT",
            ENV
                + "/capacityProviders/capacityProvider[SPOT]/weight: 1001 is out of"
                + " range: write a number from 0 to 1000"),
        bad(
            Written.environment(
                "<capacityProviders><capacityProvider><name>A</name><base>1</base>"
                    + "<weight>0</weight></capacityProvider><capacityProvider><name>B</name>"
                    + "<base>1</base><weight>0</weight></capacityProvider></capacityProviders>"),
            ENV
                + "/capacityProviders: only one capacity provider can have a base: write 0 for"
                + " the others",
            ENV
                + "/capacityProviders: no capacity provider has a weight: write 1 for one at"
                + " least"),
        bad(
            Written.environment("<rehearsal><desiredCount>0</desiredCount></rehearsal>"),
            ENV + "/rehearsal/desiredCount: 0 is out of range: write a number from 1 to 20"),
        bad(
            Written.image("<baseImage>my image</baseImage>"),
            "image/baseImage: 'my image' is not an image: write one such as"
                + " registry/repository:tag"),
        bad(
            Written.xml(least()).javaRelease(26),
            "image/baseImage: missing, and there is no default for Java 26, which is younger"
                + " than the last long-term release: write a base image that has that Java"),
        bad(
            Written.image("<mainClass>com/example/App</mainClass>"),
            "image/mainClass: 'com/example/App' is not the name of a class: write one such as"
                + " com.example.App"),
        bad(
            Written.image("<ports><port>0</port></ports>"),
            "image/ports: 0 is out of range: write a number from 1 to 65535"),
        bad(
            Written.image("<user>the app</user>"),
            "image/user: 'the app' is not a user: write uid:gid such as 10001:10001"),
        bad(
            Written.image(
                "<extraDirectories><directory>src/main/none</directory></extraDirectories>"),
            "image/extraDirectories: 'src/main/none' is not a folder: write one that exists,"
                + " relative to the project"),
        bad(
            Written.image("<tags><tag>feature/x</tag></tags>"),
            "image/tags: 'feature/x' is not a tag: write feature-x, for instance"),
        bad(
            Written.image("<platform>linux/s390x</platform>"),
            "image/platform: 'linux/s390x' is not an architecture of ECS tasks: write X86_64 or"
                + " ARM64"),
        bad(
            Written.image("<platform>linux/arm64</platform>"),
            "image/platform: an image for linux/arm64 does not run on X86_64 tasks: write"
                + " linux/amd64 or leave this out, or change <task><architecture>"),
        bad(
            Written.image("<platform>linux/amd64,</platform>"),
            "image/platform: '' is not an architecture of ECS tasks: write X86_64 or ARM64"),
        bad(
            Written.xml(least()).property("project.build.outputTimestamp", "yesterday"),
            "project.build.outputTimestamp: 'yesterday' is not a time: write one such as"
                + " 2026-01-01T00:00:00Z, or seconds"));
  }

  @Test
  void aDerivedNameThatIsTooLongIsToldWithItsElement() {
    String app = "a".repeat(60);
    assertThat(refusal(Written.xml(least()).artifactId(app).env("test")).evidence())
        .contains(
            ENV
                + "/role: '"
                + app
                + "-test-deploy' is not a role name: letters, digits and +=,.@_- , at most 64, with"
                + " an optional path before the last slash (this is the default; write the element"
                + " to have another)")
        .hasSize(3);
  }

  @Test
  void noEnvironmentWasChosen() {
    assertThat(refusal(Written.xml(three()), NeededEnvironments.ONE).evidence())
        .containsExactly("-Denv: missing: write -Denv=NAME, one of dev, test, prod");
  }

  @Test
  void theChosenEnvironmentDoesNotExist() {
    assertThat(refusal(Written.xml(three()).env("tst"), NeededEnvironments.ANY).evidence())
        .containsExactly(
            "-Denv: unknown environment 'tst': did you mean test? known: dev, test, prod");
  }

  @Test
  void thereAreNoEnvironments() {
    String registry = "<registry><account>111111111111</account></registry>";
    assertThat(refusal(Written.xml(registry), NeededEnvironments.ONE).evidence())
        .containsExactly(
            "environments: missing: write <environments><environment><name>test</name>"
                + "<account>222222222222</account></environment></environments>");
  }

  @Test
  void namesOfEnvironmentsAreMissingOrTwice() {
    String environments =
        """
        <registry><account>111111111111</account></registry>
        <environments>
          <environment><account>222222222222</account></environment>
          <environment><account>333333333333</account></environment>
          <environment><name>test</name><account>444444444444</account></environment>
          <environment><name>Test</name><account>555555555555</account></environment>
          <environment><name>a b</name><account>666666666666</account></environment>
        </environments>
        """;
    assertThat(refusal(Written.xml(environments).env("test")).evidence())
        .contains(
            "environments/environment[1]/name: missing: write the name that -Denv chooses it"
                + " by, such as <name>test</name>",
            "environments/environment[2]/name: missing: write the name that -Denv chooses it"
                + " by, such as <name>test</name>",
            "environments/environment[Test]/name: another environment has this name:"
                + " write a name for each",
            "environments/environment[a b]/name: 'a b' is not a name of an"
                + " environment: write letters, digits, - and _, at most 40, such as test");
  }

  @Test
  void environmentsOfSeveralArchitecturesNeedAPlatformForTheirImage() {
    String mixed =
        three()
            .replace(
                "<name>prod</name>",
                "<name>prod</name><task><architecture>ARM64</architecture></task>");
    assertThat(refusal(Written.xml(mixed)).evidence())
        .containsExactly(
            "image/platform: missing, and the environments' tasks do not all run on the same:"
                + " choose an environment with -Denv, or write"
                + " linux/amd64,linux/arm64 for an image of both");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String bad =
        """
        <registry><account>1</account></registry>
        <image><user>a b</user></image>
        <environments>
          <environment><name>test</name><account>2</account>
            <task><cpu>256</cpu><memory>4096</memory></task></environment>
        </environments>
        """;
    assertThat(refusal(Written.xml(bad).env("prod"), NeededEnvironments.ONE))
        .hasMessage(
            """
            The command line and the configuration of xacct-maven-plugin have 5 problems.
            registry/account: '1' is not an AWS account id: an id has 12 digits, such as \
            111111111111
            environments/environment[test]/account: '2' is not an AWS account id: an id \
            has 12 digits, such as 111111111111
            environments/environment[test]/task/memory: Fargate has no memory 4096 for \
            cpu 256: write one of 512, 1024, 2048
            -Denv: unknown environment 'prod': known: test
            image/user: 'a b' is not a user: write uid:gid such as 10001:10001
            Try: correct the command line and the plugin's <configuration> in pom.xml. Nothing was \
            contacted or changed.""");
  }

  private static Arguments bad(Written written, String... problems) {
    return Arguments.of(written, problems);
  }

  private static String least() {
    return Written.LEAST;
  }

  private static Written pipeline(String pipeline) {
    String tested = "<verifyCommand>true</verifyCommand></environment>";
    return Written.xml(
        least().replace("</environment>", tested) + "<pipeline>" + pipeline + "</pipeline>");
  }

  private static Written registry(String more) {
    return Written.xml(least().replace("</registry>", more + "</registry>"));
  }

  private static String tags(int number) {
    return Stream.iterate(1, i -> i + 1)
        .limit(number)
        .map(i -> "<t" + i + ">x</t" + i + ">")
        .reduce("", String::concat);
  }

  private static String three() {
    return """
        <registry><account>111111111111</account></registry>
        <environments>
          <environment><name>dev</name><account>111111111111</account></environment>
          <environment><name>test</name><account>222222222222</account></environment>
          <environment><name>prod</name><account>333333333333</account></environment>
        </environments>
        """;
  }

  private static XacctException refusal(Written written) {
    return refusal(written, NeededEnvironments.ANY);
  }

  private static XacctException refusal(Written written, NeededEnvironments needed) {
    XacctException refusal = catchThrowableOfType(XacctException.class, () -> written.read(needed));
    assertThat(refusal).isNotNull();
    assertThat(refusal.fault()).isEqualTo(XacctException.Fault.YOURS);
    return refusal;
  }
}
