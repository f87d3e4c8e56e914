package demo;

import jakarta.enterprise.context.ApplicationScoped;

/** Found only if it lies beside META-INF/beans.xml. */
@ApplicationScoped
public class Greeting {
  public String text() {
    return "cdi found its bean";
  }
}
