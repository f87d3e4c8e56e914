package io.github.xacct.rehearsal.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The evaluation of templates, and CloudFormation's messages about invalid ones. */
class TemplateTest {
  private static final Pseudo PSEUDO =
      new Pseudo("aws", "111111111111", "eu-central-1", "demo", "arn:stack");

  /** An existing bucket, and nothing else. */
  private static final ExistingResources STANDING =
      new ExistingResources() {
        @Override
        public Optional<String> physicalId(String logicalId) {
          return Optional.of("b1").filter(id -> logicalId.equals("Bucket"));
        }

        @Override
        public Optional<String> attribute(String logicalId, String attribute) {
          return Optional.of("arn:b1").filter(id -> logicalId.equals("Bucket"));
        }
      };

  private static final AccountValues NOTHING =
      new AccountValues() {
        @Override
        public Optional<String> export(String name) {
          return Optional.of("vpc-1").filter(id -> name.equals("net:Vpc"));
        }

        @Override
        public Optional<String> parameter(String name) {
          return Optional.of("stored,too").filter(value -> name.startsWith("/stored"));
        }
      };

  private static StackTemplate bound(String text, String... parameters) {
    Map<String, String> given = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], parameters[i + 1]);
    }
    return new StackTemplate(Template.read(text), given, PSEUDO, NOTHING);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        Arguments.of("!Ref Bucket", "b1"),
        Arguments.of("!Ref AWS::Region", "eu-central-1"),
        Arguments.of("!Ref Port", "8080"),
        Arguments.of("!ImportValue 'net:Vpc'", "vpc-1"),
        Arguments.of("!Sub 'a {{resolve:ssm:/stored/it:1}}'", "a stored,too"),
        Arguments.of("!FindInMap [Map, !Ref AWS::Region, K]", "mapped"),
        Arguments.of("!GetAtt Bucket.Arn", "arn:b1"),
        Arguments.of("{'Fn::GetAtt': [Bucket, Arn]}", "arn:b1"),
        Arguments.of("{'Fn::GetAtt': Bucket.Arn}", "arn:b1"),
        Arguments.of("!Sub '${Bucket}/${Bucket.Arn}/${AWS::AccountId}'", "b1/arn:b1/111111111111"),
        Arguments.of("!Sub '${!Literal}/${Port}'", "${Literal}/8080"),
        Arguments.of("!Sub ['${x}-${Port}', {x: !Ref Bucket}]", "b1-8080"),
        Arguments.of("!Join [',', [a, !Ref Bucket, !Ref AWS::NoValue]]", "a,b1"),
        Arguments.of("!Select [1, !Split ['/', 'a/b/c']]", "b"),
        Arguments.of("!Select ['0', !Ref List]", "x"),
        Arguments.of("!Join ['-', !Ref List]", "x-y"),
        Arguments.of("!If [Holds, !If [Fails, 1, 2], 3]", "2"),
        Arguments.of("!Select [1, !GetAZs '']", "eu-central-1b"),
        Arguments.of("!Select [2, !Cidr [10.0.0.0/20, 6, 8]]", "10.0.2.0/24"),
        Arguments.of("!Base64 hello", "aGVsbG8="),
        Arguments.of("!Ref Later", "{{changeSet:KNOWN_AFTER_APPLY}}"),
        Arguments.of("!Select [5, !Split [':', !Ref Later]]", "{{changeSet:KNOWN_AFTER_APPLY}}"),
        Arguments.of("1.10", "1.10"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionsComeToTexts(String value, String expected) {
    String template =
        """
        Parameters:
          Port: {Type: Number, Default: 8080}
          List: {Type: CommaDelimitedList, Default: 'x, y'}
        Mappings: {Map: {eu-central-1: {K: mapped}}}
        Conditions:
          Holds: !And [!Equals [!Ref Port, '8080'], !Or [!Condition Fails, !Not [!Condition Fails]]]
          Fails: !Equals [a, b]
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Later: {Type: AWS::S3::Bucket}
        Outputs:
          It: {Value: %s}
          Absent: {Value: x, Condition: Fails}
        """
            .formatted(value);
    assertThat(bound(template).outputs(STANDING))
        .containsExactly(new StackTemplate.Output("It", expected, "", ""));
  }

  @Test
  void noValueTakesItsMemberAndItsListItemWithIt() throws Exception {
    StackTemplate template =
        bound(
            """
            Conditions: {Fails: !Equals [a, b]}
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: !If [Fails, x, !Ref AWS::NoValue]
                  AssumeRolePolicyDocument:
                    Statement:
                      - Effect: Allow
                        Condition: !If [Fails, {Bool: {x: 'true'}}, !Ref AWS::NoValue]
                      - !If [Fails, {Effect: Deny}, !Ref AWS::NoValue]
            """);
    assertThat(template.properties(template.resources().get(0), STANDING))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"AssumeRolePolicyDocument\":{\"Statement\":[{\"Effect\":\"Allow\"}]}}"));
  }

  @Test
  void jsonSaysTheSameAsYaml() {
    String json =
        "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\"}},"
            + "\"Outputs\":{\"It\":{\"Value\":{\"Fn::Sub\":\"${AWS::StackName}\"}}}}";
    assertThat(bound(json).outputs(STANDING).get(0).value()).isEqualTo("demo");
  }

  @Test
  void dependenciesDecideTheOrderAndBranchesNotTakenHaveNone() {
    StackTemplate template =
        bound(
            """
            Conditions: {Fails: !Equals [a, b]}
            Resources:
              A: {Type: AWS::S3::Bucket, DependsOn: [D]}
              B:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !If [Fails, !Ref C, !Ref A]
                  PolicyDocument: {}
              C: {Type: AWS::S3::Bucket, Condition: Fails}
              D: {Type: AWS::S3::Bucket}
            """);
    assertThat(template.resources())
        .extracting(ResourceDeclaration::logicalId)
        .containsExactly("D", "A", "B");
  }

  static Stream<Arguments> mistakes() {
    String bucket = "Resources: {B: {Type: AWS::S3::Bucket}}\n";
    return Stream.of(
        Arguments.of("a: [", "Template format error: YAML not well-formed. (line 1, column 5)"),
        Arguments.of("{\"a\"", "Template format error: JSON not well-formed. (line 1, column 5)"),
        Arguments.of("text", "Template format error: unsupported structure."),
        Arguments.of(
            "Description: x",
            "Template format error: At least one Resources member must be defined."),
        Arguments.of(bucket + "Output: {}", "Invalid template property or properties [Output]"),
        Arguments.of(
            "Resources: {B: {Type: AWS::S3::Bukkit}, C: {Type: AWS::No::Such}}",
            "Template format error: Unrecognized resource types: [AWS::No::Such, AWS::S3::Bukkit]"),
        Arguments.of(
            "Resources: {B: {Type: AWS::RDS::DBInstance}, C: {Type: AWS::ECS::Servce}}",
            "Template format error: Unrecognized resource types: [AWS::ECS::Servce]"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !ImportValue {Ref: B}}}",
            "Template error: the attribute in Fn::ImportValue must not depend on any resources,"
                + " imported values, or Fn::GetAZs"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !ImportValue nobody}}", "No export named nobody found"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: x, Export: {Name: a/b}}}",
            "Template format error: Output O is malformed. The Name field of every Export member"
                + " must be specified and consist only of alphanumeric characters, colons, or"
                + " hyphens."),
        Arguments.of(
            "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName:"
                + " '{{resolve:ssm-secure:x:1}}'}}}",
            "SSM Secure reference is not supported in:"
                + " [AWS::S3::Bucket/Properties/BucketName]"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: '{{resolve:ssm:/no:2}}'}}",
            "Unable to fetch parameters [/no:2] from parameter store for this account."),
        Arguments.of(
            bucket + "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /no}}",
            "Unable to fetch parameters [/no] from parameter store for this account."),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !FindInMap [M, a, b]}}",
            "Template error: Unable to get mapping for M::a::b"),
        Arguments.of(
            "Resources: {B: {Typ: AWS::S3::Bucket}}", "Invalid template resource property 'Typ'"),
        Arguments.of(
            "Resources: {B: {Properties: {}}}",
            "Template format error: [/Resources/B] Every Resources object must contain a Type"
                + " member."),
        Arguments.of(
            "Resources:\n  B:\n  Type: AWS::S3::Bucket",
            "[/Resources/B] 'null' values are not allowed in templates"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !Ref C}}",
            "Template format error: Unresolved resource dependencies [C] in the Outputs block of the"
                + " template"),
        Arguments.of(
            "Resources: {B: {Type: AWS::S3::Bucket, DependsOn: C}}",
            "Template format error: Unresolved resource dependencies [C] in the Resources block of"
                + " the template"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !GetAtt C.Arn}}",
            "Template error: instance of Fn::GetAtt references undefined resource C"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !Sub '${B.Name}'}}",
            "Template error: resource B does not support attribute type Name in Fn::GetAtt"),
        Arguments.of(
            bucket + "Outputs: {O: {Description: x}}",
            "Template format error: Every Outputs member must contain a Value object"),
        Arguments.of(
            "Resources: {B: {Type: AWS::S3::Bucket, Condition: C}}",
            "Template format error: Unresolved condition dependency C in the Resources block of the"
                + " template"),
        Arguments.of(
            bucket + "Conditions: {C: !Equals [!Ref B, x]}",
            "Template format error: Unresolved dependencies [B]. Cannot reference resources in the"
                + " Conditions block of the template"),
        Arguments.of(
            "Resources: {A: {Type: AWS::S3::Bucket, DependsOn: B}, B: {Type: AWS::S3::Bucket,"
                + " DependsOn: A}}",
            "Circular dependency between resources: [A, B]"),
        Arguments.of(
            bucket + "Parameters: {P: {Type: String}}", "Parameters: [P] must have values"),
        Arguments.of(
            bucket + "Outputs: {O: {Value: !Select [3, [a]]}}",
            "Template error: Fn::Select cannot select nonexistent value at index 3"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void mistakesAreToldInAwsWords(String template, String message) {
    assertThatThrownBy(() -> bound(template).outputs(STANDING))
        .isInstanceOf(TemplateRefused.class)
        .hasMessage(message);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(
            "Type: String, AllowedValues: [a, b]", "c", "'P' must be one of AllowedValues"),
        Arguments.of(
            "Type: String, AllowedPattern: '[a-z]+'", "A1", "'P' must match pattern [a-z]+"),
        Arguments.of(
            "Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: lowercase letters",
            "A1",
            "P failed to satisfy constraint: lowercase letters"),
        Arguments.of("Type: Number", "x", "'P' must be a number."),
        Arguments.of("Type: Number, MinValue: 1", "0", "'P' must be a number not less than 1"),
        Arguments.of("Type: Number, MaxValue: 5", "6", "'P' must be a number not greater than 5"),
        Arguments.of("Type: List<Number>, MaxValue: 5", "1, 6", "not greater than 5"),
        Arguments.of("Type: String, MinLength: 2", "x", "'P' must contain at least 2 characters"),
        Arguments.of("Type: String, MaxLength: 2", "xyz", "'P' must contain at most 2 characters"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("values")
  void valuesThatAreNotAllowedAreRefused(String declaration, String value, String message) {
    String template =
        "Parameters: {P: {" + declaration + "}}\nResources: {B: {Type: AWS::S3::Bucket}}";
    assertThatThrownBy(() -> bound(template, "P", value))
        .isInstanceOf(TemplateRefused.class)
        .hasMessageStartingWith("Parameter ")
        .hasMessageContaining(message);
  }

  @Test
  void aParameterThatIsNotDeclaredIsRefused() {
    assertThatThrownBy(() -> bound("Resources: {B: {Type: AWS::S3::Bucket}}", "P", "x"))
        .hasMessage("Parameters: [P] do not exist in the template");
  }

  @Test
  void aRuleRefusesValuesThatDoNotGoTogether() {
    String template =
        """
        Parameters: {A: {Type: String}, B: {Type: String, Default: ''}}
        Rules:
          Together:
            RuleCondition: !Equals [!Ref A, 'yes']
            Assertions:
              - Assert: !Not [!Equals [!Ref B, '']]
                AssertDescription: A needs B.
        Resources: {B1: {Type: AWS::S3::Bucket}}
        """;
    bound(template, "A", "no");
    bound(template, "A", "yes", "B", "x");
    assertThatThrownBy(() -> bound(template, "A", "yes")).hasMessageContaining("A needs B.");
  }

  @Test
  void whatIsNotRehearsedSaysSo() {
    assertThatThrownBy(() -> Template.read("Transform: x\nResources: {B: {Type: AWS::S3::Bucket}}"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the template section Transform");
    assertThatThrownBy(
            () ->
                Template.read(
                    "Resources: {A: {Type: AWS::RDS::DBInstance}, B: {Type: 'Custom::Thing'}}"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("resources of the type AWS::RDS::DBInstance, Custom::Thing");
  }

  @Test
  void aParameterOfTheStoreStandsForItsValue() {
    StackTemplate template =
        bound(
            """
            Parameters:
              One: {Type: 'AWS::SSM::Parameter::Value<String>'}
              Several: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /stored/list}
            Resources: {B: {Type: AWS::S3::Bucket}}
            Outputs:
              One: {Value: !Ref One}
              Second: {Value: !Select [1, !Ref Several]}
            """,
            "One",
            "/stored/one");
    assertThat(template.outputs(STANDING))
        .extracting(StackTemplate.Output::value)
        .containsExactly("stored,too", "too");
    assertThat(template.values()).containsEntry("One", "/stored/one");
    assertThat(template.storedValues()).containsEntry("One", "stored,too");
  }
}
