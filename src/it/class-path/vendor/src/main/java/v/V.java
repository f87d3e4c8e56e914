package v;

public final class V {
  private V() {}

  public static String name() {
    return "vendor";
  }
}
