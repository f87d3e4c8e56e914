package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFileEncodingTest {
  private static final String TEXT = "{\n  \"a\": \"Gr\u00fc\u00dfe \ud83d\ude42\"\n}\n";

  @ParameterizedTest
  @CsvSource({
    "UTF-8,''",
    "UTF-8,efbbbf",
    "UTF-16LE,fffe",
    "UTF-16BE,feff",
    "UTF-32LE,fffe0000",
    "UTF-32BE,0000feff"
  })
  void isReadByItsByteOrderMark(String charset, String mark) throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.write(HexFormat.of().parseHex(mark));
    bytes.write(TEXT.getBytes(Charset.forName(charset)));

    assertThat(TemplateEncoding.decode("taskdef.json", bytes.toByteArray())).isEqualTo(TEXT);
  }

  @Test
  void anOldEncodingIsShownWhereItBreaks() {
    byte[] latin = "{\n  \"a\": \"Gr\u00fc\u00dfe\"\n}\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(message(latin))
        .isEqualTo(
            """
            taskdef.json is not UTF-8: line 2, column 11.
              "a": "Gr\u00fc\u00dfe"
                      ^
            Try: save it as UTF-8; it reads as windows-1252 or ISO-8859-1""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void utf16WithoutAMarkIsRefused(String charset) {
    assertThat(message(TEXT.getBytes(Charset.forName(charset))))
        .isEqualTo(
            """
            taskdef.json is not UTF-8, but looks like UTF-16 without a byte order mark.
            Try: save it as UTF-8""");
  }

  @Test
  void halfACharacterIsRefused() {
    assertThat(message(HexFormat.of().parseHex("fffe7b007d0000d8")))
        .isEqualTo("taskdef.json is not UTF-16LE: line 1, column 3.\nTry: save it as UTF-8");
    assertThat(message(HexFormat.of().parseHex("7bc3")))
        .isEqualTo(
            """
            taskdef.json is not UTF-8: line 1, column 2.
              {\u00c3
               ^
            Try: save it as UTF-8; it reads as windows-1252 or ISO-8859-1""");
  }

  private static String message(byte[] bytes) {
    return Samples.message(() -> TemplateEncoding.decode("taskdef.json", bytes));
  }
}
