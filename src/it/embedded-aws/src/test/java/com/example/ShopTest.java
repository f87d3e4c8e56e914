package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.xacct.rehearsal.junit.EmbeddedAws;
import io.github.xacct.rehearsal.junit.EmbeddedAwsExtension;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopTest {
  @RegisterExtension
  static final EmbeddedAwsExtension AWS =
      new EmbeddedAwsExtension(
          EmbeddedAws.builder().app("shop").environment("test", "222222222222"));

  @BeforeAll
  static void count() {
    String path = System.getProperty("surefire.test.class.path");
    String[] files = path.split(File.pathSeparator);
    long jars = Arrays.stream(files).filter(file -> file.endsWith(".jar")).count();
    System.out.println("jars on the class path: " + jars);
  }

  @Test
  void isDeployed(EmbeddedAws aws) {
    long begun = System.nanoTime();
    String image = aws.push(Path.of("target/classes"), "com.example.Shop");
    assertNotEquals("shop", aws.ask("test", "/").body());

    aws.deploy("test", image).awaitSuccess();

    assertEquals("shop", aws.ask("test", "/").body());
    System.out.printf("deployed within %.1f s%n", (System.nanoTime() - begun) / 1e9);
  }
}
