package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.shape.ModelShape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes CBOR for Smithy's RPC v2 protocol, as far as AWS's clients use it. Source: RFC
 * 8949; Smithy, "RPC v2 CBOR protocol".
 */
final class Cbor {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;
  private static final int DEEPEST = 64;

  private Cbor() {}

  /**
   * Reads one CBOR value as JSON.
   *
   * @throws IllegalArgumentException if the body is not exactly one value
   */
  static JsonNode read(byte[] body) {
    try {
      Reader reader = new Reader(ByteBuffer.wrap(body));
      JsonNode value = reader.value(0);
      if (reader.in.hasRemaining()) {
        throw new IllegalArgumentException("more than one value");
      }
      return value;
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("it ends too early", e);
    }
  }

  private record Reader(ByteBuffer in) {

    JsonNode value(int depth) {
      if (depth > DEEPEST) {
        throw new IllegalArgumentException("it is nested too deep");
      }
      int first = in.get() & 0xff;
      int more = first & 0x1f;
      return switch (first >> 5) {
        case UNSIGNED -> Json.JSON.getNodeFactory().numberNode(argument(more));
        case NEGATIVE -> Json.JSON.getNodeFactory().numberNode(-1 - argument(more));
        case BYTES -> Json.JSON.getNodeFactory().binaryNode(bytes(more));
        case TEXT ->
            Json.JSON.getNodeFactory().textNode(new String(bytes(more), StandardCharsets.UTF_8));
        case ARRAY -> array(more, depth);
        case MAP -> map(more, depth);
        case TAG -> tagged(more, depth);
        default -> simple(more);
      };
    }

    private JsonNode tagged(int more, int depth) {
      argument(more);
      return value(depth + 1);
    }

    private JsonNode array(int more, int depth) {
      var array = Json.array();
      long length = more == INDEFINITE ? Long.MAX_VALUE : argument(more);
      for (long i = 0; i < length && !ends(more); i++) {
        array.add(value(depth + 1));
      }
      return array;
    }

    private JsonNode map(int more, int depth) {
      ObjectNode map = Json.object();
      long length = more == INDEFINITE ? Long.MAX_VALUE : argument(more);
      for (long i = 0; i < length && !ends(more); i++) {
        String key = value(depth + 1).asText();
        map.set(key, value(depth + 1));
      }
      return map;
    }

    private boolean ends(int more) {
      boolean ends = more == INDEFINITE && (in.get(in.position()) & 0xff) == BREAK;
      if (ends) {
        in.get();
      }
      return ends;
    }

    private byte[] bytes(int more) {
      if (more != INDEFINITE) {
        byte[] bytes = new byte[length(argument(more))];
        in.get(bytes);
        return bytes;
      }
      var all = new ByteArrayOutputStream();
      while (!ends(more)) {
        all.writeBytes(bytes(in.get() & 0x1f));
      }
      return all.toByteArray();
    }

    private int length(long claimed) {
      if (claimed < 0 || claimed > in.remaining()) {
        throw new IllegalArgumentException("it ends too early");
      }
      return (int) claimed;
    }

    private long argument(int more) {
      return switch (more) {
        case 24 -> in.get() & 0xff;
        case 25 -> in.getShort() & 0xffff;
        case 26 -> in.getInt() & 0xffffffffL;
        case 27 -> in.getLong();
        default -> {
          if (more > 23) {
            throw new IllegalArgumentException("a length of a form that CBOR does not have");
          }
          yield more;
        }
      };
    }

    private JsonNode simple(int more) {
      var nodes = Json.JSON.getNodeFactory();
      return switch (more) {
        case 20 -> nodes.booleanNode(false);
        case 21 -> nodes.booleanNode(true);
        case 22, 23 -> nodes.nullNode();
        case 25 -> nodes.numberNode(half(in.getShort()));
        case 26 -> nodes.numberNode((double) in.getFloat());
        case 27 -> nodes.numberNode(in.getDouble());
        default -> throw new IllegalArgumentException("a simple value that CBOR does not have");
      };
    }

    private static double half(short bits) {
      int exponent = bits >> 10 & 0x1f;
      double fraction = (bits & 0x3ff) / 1024.0;
      double value =
          switch (exponent) {
            case 0 -> Math.scalb(fraction, -14);
            case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1 + fraction, exponent - 15);
          };
      return bits < 0 ? -value : value;
    }
  }

  /** Writes a value; timestamps of the shape are tagged. */
  static byte[] write(Optional<ModelShape> shape, JsonNode value) {
    var out = new ByteArrayOutputStream();
    write(out, shape.orElse(null), value);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, @Nullable ModelShape shape, JsonNode value) {
    if (value.isObject()) {
      head(out, MAP, value.size());
      for (var member : value.properties()) {
        text(out, member.getKey());
        write(out, below(shape, member.getKey()), member.getValue());
      }
    } else if (value.isArray()) {
      head(out, ARRAY, value.size());
      ModelShape item = shape != null && shape.type() == ModelShape.Type.LIST ? shape.item() : null;
      value.forEach(each -> write(out, item, each));
    } else {
      scalar(out, shape, value);
    }
  }

  private static @Nullable ModelShape below(@Nullable ModelShape shape, String member) {
    if (shape == null || shape.type().isScalar()) {
      return null;
    }
    return shape.type() == ModelShape.Type.MAP ? shape.value() : shape.find(member).orElse(null);
  }

  private static void scalar(
      ByteArrayOutputStream out, @Nullable ModelShape shape, JsonNode value) {
    if (shape != null && shape.type() == ModelShape.Type.TIMESTAMP && value.isNumber()) {
      head(out, TAG, 1);
      real(out, value.asDouble());
    } else if (value.isBoolean()) {
      out.write(value.asBoolean() ? 0xf5 : 0xf4);
    } else if (value.isNull() || value.isMissingNode()) {
      out.write(0xf6);
    } else if (value.isNumber()
        && value.decimalValue().stripTrailingZeros().scale() <= 0
        && !(shape != null && shape.type() == ModelShape.Type.DOUBLE)) {
      long number = value.asLong();
      head(out, number < 0 ? NEGATIVE : UNSIGNED, number < 0 ? -1 - number : number);
    } else if (value.isNumber()) {
      real(out, value.asDouble());
    } else {
      text(out, value.asText());
    }
  }

  private static void real(ByteArrayOutputStream out, double number) {
    out.write(0xfb);
    out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(out, TEXT, bytes.length);
    out.writeBytes(bytes);
  }

  private static void head(ByteArrayOutputStream out, int major, long argument) {
    int first = major << 5;
    if (argument < 24) {
      out.write(first | (int) argument);
    } else if (argument < 1L << 8) {
      out.write(first | 24);
      out.write((int) argument);
    } else if (argument < 1L << 16) {
      out.write(first | 25);
      out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) argument).array());
    } else if (argument < 1L << 32) {
      out.write(first | 26);
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
    } else {
      out.write(first | 27);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
    }
  }
}
