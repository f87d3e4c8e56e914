package io.github.xacct.revision;

import io.github.xacct.model.XacctException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes a template file: UTF-8, or the encoding of its byte order mark. Windows PowerShell 5
 * writes UTF-16 with one for {@code aws ecs describe-task-definition > taskdef.json}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding">about_Character_Encoding</a>
 */
final class TemplateEncoding {

  /** Longer marks first, because that of UTF-32LE begins with that of UTF-16LE. */
  private static final Map<String, Charset> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put("\u0000\u0000\u00FE\u00FF", Charset.forName("UTF-32BE"));
    MARKS.put("\u00FF\u00FE\u0000\u0000", Charset.forName("UTF-32LE"));
    MARKS.put("\u00FE\u00FF", StandardCharsets.UTF_16BE);
    MARKS.put("\u00FF\u00FE", StandardCharsets.UTF_16LE);
    MARKS.put("\u00EF\u00BB\u00BF", StandardCharsets.UTF_8);
  }

  private TemplateEncoding() {}

  /**
   * Returns the text of a file without its byte order mark.
   *
   * @throws XacctException if it has another encoding, with the one to use
   */
  static String decode(String file, byte[] bytes) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    for (var mark : MARKS.entrySet()) {
      if (latin.startsWith(mark.getKey())) {
        return decode(file, bytes, mark.getKey().length(), mark.getValue());
      }
    }
    if (latin.length() > 1 && (latin.charAt(0) == 0 || latin.charAt(1) == 0)) {
      throw XacctException.yours(
              file + " is not UTF-8, but looks like UTF-16 without a byte order mark.")
          .suggestion("save it as UTF-8");
    }
    return decode(file, bytes, 0, StandardCharsets.UTF_8);
  }

  private static String decode(String file, byte[] bytes, int from, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return text;
    }
    throw malformed(file, text, bytes, in.position(), charset);
  }

  private static XacctException malformed(
      String file, String before, byte[] bytes, int at, Charset charset) {
    int start = before.lastIndexOf('\n') + 1;
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    XacctException problem =
        XacctException.yours(
            "%s is not %s: line %s, column %s."
                .formatted(file, charset, line, (before.length() - start + 1)));
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return problem.suggestion("save it as UTF-8");
    }
    String rest = new String(bytes, at, bytes.length - at, Charset.forName("windows-1252"));
    String shown = before.substring(start) + rest.lines().findFirst().orElse("");
    return problem
        .evidence(TemplateSyntax.excerpt(shown, before.length() - start + 1))
        .suggestion("save it as UTF-8; it reads as windows-1252 or ISO-8859-1");
  }
}
