package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecyclePolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
  private static final String IMAGES =
      """
      [{'imageDigest':'old','imageTags':['1','release-1'],'imagePushedAt':'2026-01-01T00:00:00Z'},
       {'imageDigest':'mid','imageTags':['2'],'imagePushedAt':'2026-01-20T00:00:00Z'},
       {'imageDigest':'new','imageTags':['3'],'imagePushedAt':'2026-01-30T00:00:00Z'},
       {'imageDigest':'bare','imagePushedAt':'2026-01-10T00:00:00Z'}]""";

  @Test
  void countsFromTheNewest() {
    assertThat(expired("{'tagStatus':'any','countType':'imageCountMoreThan','countNumber':2}"))
        .containsOnlyKeys("old", "bare");
  }

  @Test
  void countsDaysSinceThePush() {
    assertThat(
            expired(
                "{'tagStatus':'any','countType':'sinceImagePushed','countUnit':'days',"
                    + "'countNumber':15}"))
        .containsOnlyKeys("old", "bare");
  }

  @Test
  void untaggedOnesOnly() {
    assertThat(expired("{'tagStatus':'untagged','countType':'imageCountMoreThan','countNumber':0}"))
        .containsOnlyKeys("bare");
  }

  @Test
  void byPrefixAndPatternOfTags() {
    assertThat(
            expired(
                "{'tagStatus':'tagged','tagPrefixList':['release-'],"
                    + "'countType':'imageCountMoreThan','countNumber':0}"))
        .containsOnlyKeys("old");
    assertThat(
            expired(
                "{'tagStatus':'tagged','tagPatternList':['*lease-1'],"
                    + "'countType':'imageCountMoreThan','countNumber':0}"))
        .containsOnlyKeys("old");
  }

  @Test
  void reportsTheRuleThatDeletesFirst() {
    var policy =
        LifecyclePolicy.read(
            """
            {'rules':[
             {'rulePriority':2,'description':'all','selection':
               {'tagStatus':'any','countType':'imageCountMoreThan','countNumber':0},
              'action':{'type':'expire'}},
             {'rulePriority':1,'description':'bare ones','selection':
               {'tagStatus':'untagged','countType':'imageCountMoreThan','countNumber':0},
              'action':{'type':'expire'}}]}"""
                .replace('\'', '"'));

    var expired = policy.expired(ScriptedFacts.json(IMAGES), NOW);

    assertThat(expired.get("bare")).startsWith("1 (bare ones)");
    assertThat(expired.get("new")).startsWith("2 (all)");
  }

  private static Map<String, String> expired(String selection) {
    String rule = "{'rulePriority':1,'selection':" + selection + ",'action':{'type':'expire'}}";
    return LifecyclePolicy.read(("{'rules':[" + rule + "]}").replace('\'', '"'))
        .expired(ScriptedFacts.json(IMAGES), NOW);
  }
}
