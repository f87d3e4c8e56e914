package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image's command, run on its unpacked layers without any product code. */
public record Command(Path root, List<String> words) {

  /** The output until it ends successfully. */
  public String output() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String word : words.subList(1, words.size())) {
      String text =
          word.startsWith("@/") ? Files.readString(root.resolve(word.substring(2))) : word;
      command.add(text.replace("/app", root + "/app"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
