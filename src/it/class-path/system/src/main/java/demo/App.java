package demo;

public final class App {
  private App() {}

  public static void main(String[] arguments) throws Exception {
    Server.answer(v.V.name());
  }
}
