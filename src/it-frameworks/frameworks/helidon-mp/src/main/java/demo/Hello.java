package demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@ApplicationScoped
@Path("/")
public class Hello {
  @GET
  public String hello() {
    return "helidon answers";
  }
}
